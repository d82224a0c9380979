// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace typenet::drawing {

/// Ink that hangs together, corners included.
struct piece {
    std::size_t area = 0;
    int top = 0;
    int bottom = 0;  ///< the last row
    int left = 0;
    int right = 0;           ///< the last column
    bool leaves = false;     ///< touches an edge of the picture, or what is outside
    bool at_corner = false;  ///< holds a corner of the picture

    [[nodiscard]] int extent() const { return std::max(bottom - top, right - left) + 1; }
};

/// What a pixel is to `pieces_of`.
enum class spot : std::uint8_t { empty, ink, outside };

/// All pieces of a picture.
struct pieces {
    std::vector<piece> all;
    std::vector<std::int32_t> number;  ///< of the piece that a pixel belongs to; -1 for none

    [[nodiscard]] const piece& at(std::size_t pixel) const {
        return all[static_cast<std::size_t>(number[pixel])];
    }
};

/// **Cost**: two passes over `height` x `width` spots, and four bytes for each.
pieces pieces_of(std::span<const spot> spots, int height, int width);

}  // namespace typenet::drawing
