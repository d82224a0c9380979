// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>

#include "typenet/base/shape.hpp"

namespace typenet {

/// Alignment of every buffer, in bytes: a cache line, and the widest vector register.
inline constexpr std::size_t alignment = 64;

/// `count` rounded up to whole cache lines of `Scalar`.
template <class Scalar>
constexpr extent padded(extent count) {
    constexpr extent line = static_cast<extent>(alignment / sizeof(Scalar));
    return (count + line - 1) / line * line;
}

/// Someone else's numbers as an array of the given extents, the last one fastest.
///
/// **Errors**: none; indices are not checked, they come from loops over the same constants.
template <class Scalar, int... Extents>
struct view {
    Scalar* data = nullptr;  ///< the first number

    /// The number at these indices, as many as there are extents.
    template <class... Indices>
        requires(sizeof...(Indices) == sizeof...(Extents))
    constexpr Scalar& operator()(Indices... at) const {
        extent offset = 0;
        ((offset = offset * Extents + static_cast<extent>(at)), ...);
        return data[offset];
    }
};

/// A view of one image of shape S: (y, x, channel).
template <class Scalar, shape S>
using image_view = view<Scalar, S.height, S.width, S.channels>;

}  // namespace typenet
