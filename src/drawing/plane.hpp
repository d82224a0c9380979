// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace typenet::drawing {

/// One channel of a picture, row by row.
struct plane {
    int height = 0;
    int width = 0;
    std::vector<std::uint8_t> values;

    [[nodiscard]] std::size_t index(int y, int x) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    [[nodiscard]] std::uint8_t at(int y, int x) const { return values[index(y, x)]; }
};

/// A part of a plane.
struct box {
    int top = 0;
    int left = 0;
    int height = 0;
    int width = 0;
};

/// The smallest part with all that is not 0; without extent if there is nothing.
box box_of_ink(const plane& ink);

plane part_of(const plane& whole, const box& part);

/// `part` of a plane made `height` x `width`: averages where it shrinks, straight lines between
/// neighbours where it grows.
///
/// **Cost**: one pass over the part; a picture may be as high as it has pixels, so nothing is held
/// but the result and one row of it.
plane resampled(const plane& from, const box& part, int height, int width);

}  // namespace typenet::drawing
