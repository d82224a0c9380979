// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/identity.hpp"

namespace typenet {

namespace detail {
template <int... Extents>
inline constexpr shape stated_shape{};
template <int Height, int Width, int Channels>
inline constexpr shape stated_shape<Height, Width, Channels> =
    shape::image(Height, Width, Channels);
template <int Count>
inline constexpr shape stated_shape<Count> = shape::values(Count);
}  // namespace detail

/// States the shape at this place, and changes nothing: `expect<14, 14, 32>` for an image,
/// `expect<3136>` for flat values. The compiler checks what is stated.
///
/// **Errors** (compile time): any other shape, one of the same size too.
template <int... Extents>
    requires(sizeof...(Extents) == 1 || sizeof...(Extents) == 3)
struct expect : identity {
    static constexpr text kind = "expect";
    static constexpr shape stated = detail::stated_shape<Extents...>;

    static constexpr text spelling() {
        return stated.flat ? text::of("expect<", stated.channels, ">")
                           : text::of("expect<", stated.height, ",", stated.width, ",",
                                      stated.channels, ">");
    }
    static constexpr complaint check(shape in) {
        if (in == stated) return {};
        return {to_text(stated), to_text(in)};
    }
    static constexpr shape out(shape in) { return in; }
};

}  // namespace typenet
