// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "typenet/base/text.hpp"

namespace typenet {

/// Counts, sizes and offsets; signed, so that differences of them are what they look like.
using extent = std::ptrdiff_t;

/// A product that stays at the largest value instead of wrapping around: a network too large for
/// its numbers must be seen to be too large.
constexpr extent saturating_product(extent a, extent b) {
    constexpr extent largest = std::numeric_limits<extent>::max();
    if (a <= 0 || b <= 0) return 0;
    return a > largest / b ? largest : a * b;
}
/// A sum that does the same, of numbers that are not negative.
constexpr extent saturating_sum(extent a, extent b) {
    constexpr extent largest = std::numeric_limits<extent>::max();
    return a > largest - b ? largest : a + b;
}

/// The extents of what flows between two layers, one image of a minibatch: an image of height H,
/// width W and C channels, stored H, W, C with C fastest, or N flat values.
struct shape {
    int height = 0;     ///< rows
    int width = 0;      ///< columns
    int channels = 0;   ///< or the number of flat values
    bool flat = false;  ///< N values: 1x1xN without geometry

    /// The shape of an image.
    static constexpr shape image(int height, int width, int channels) {
        return {height, width, channels, false};
    }
    /// The shape of flat values.
    static constexpr shape values(int count) { return {1, 1, count, true}; }

    /// Scalars of one image.
    [[nodiscard]] constexpr extent size() const {
        return saturating_product(saturating_product(height, width), channels);
    }
    /// Flat values are no image of 1x1.
    friend constexpr bool operator==(const shape&, const shape&) = default;
};

/// A shape as people write it: "14x14x32" or "3136 values".
constexpr text to_text(const shape& s) {
    if (s.flat) return text::of(s.channels, s.channels == 1 ? " value" : " values");
    return text::of(s.height, "x", s.width, "x", s.channels);
}

}  // namespace typenet
