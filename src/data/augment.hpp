// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>

#include "data/dataset.hpp"

namespace typenet::data {

/// How far an image moves, in pixels: `dx` to the right, `dy` down.
struct shift {
    int dx = 0;
    int dy = 0;

    friend bool operator==(const shift&, const shift&) = default;
};

/// The shift of image `item` of minibatch `step`: dx and dy each uniform in
/// [-max_shift, max_shift]; `max_shift` is not negative.
shift random_shift(std::uint64_t seed, std::uint32_t step, std::uint32_t item, int max_shift);

/// Writes pixel / 255 of the image moved by (dx, dy); what moves in from outside is 0.
///
/// **Shapes**: `image` and `out` are [y][x][channel] of `size`.
/// **Units**: bytes in, floats in [0, 1] out, correctly rounded.
void to_floats(std::span<const std::uint8_t> image, image_size size, int dx, int dy,
               std::span<float> out);

}  // namespace typenet::data
