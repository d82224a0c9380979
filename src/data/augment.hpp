// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "data/dataset.hpp"

namespace typenet::data {

/// How training images are changed, each at random and anew each time it is seen; as it is by
/// default. An image is turned, then moved, then mirrored; the square is cut out last.
struct augmentation {
    bool flip = false;     ///< mirror one image of two, left to right
    int shift = 0;         ///< move by up to so many pixels each way
    bool reflect = false;  ///< what comes in from outside is the image's reflection, else 0
    int rotate = 0;        ///< turn by up to so many degrees each way
    int cutout = 0;        ///< side of a square that is cut out, in pixels

    friend bool operator==(const augmentation&, const augmentation&) = default;
};

/// "flip,shift=4,reflect,rotate=10,cutout=8", or "none".
std::string to_text(const augmentation& how);

/// Reads such a text; "shift" alone stands for "shift=2". Returns what was expected and found
/// instead, or nothing.
std::string read_augmentation(const std::string& text, augmentation& to);

/// How far an image moves, in pixels: `dx` to the right, `dy` down.
struct shift {
    int dx = 0;
    int dy = 0;

    friend bool operator==(const shift&, const shift&) = default;
};

/// The shift of image `item` of minibatch `step`: dx and dy each uniform in
/// [-max_shift, max_shift]; `max_shift` is not negative.
shift random_shift(std::uint64_t seed, std::uint32_t step, std::uint32_t item, int max_shift);

/// What happens to one image.
struct distortion {
    shift by{};
    bool mirrored = false;
    float degrees = 0;  ///< clockwise
    int hole_y = 0;     ///< the middle of the square that is cut out
    int hole_x = 0;

    friend bool operator==(const distortion&, const distortion&) = default;
};

/// What happens to image `item` of minibatch `step`. Each kind of change has random numbers of its
/// own, so that one more of them leaves the others as they were.
distortion random_distortion(const augmentation& how, image_size size, std::uint64_t seed,
                             std::uint32_t step, std::uint32_t item);

/// Turns, moves and mirrors an image. Between pixels a turned one is interpolated along both axes.
/// A reflection does not repeat the pixels of the edge: c b | a b c | b a.
///
/// **Shapes**: `image` and `out` are [y][x][channel] of `size`; they are not the same memory.
/// **Cost**: a copy; a turn takes about 10 ns a pixel.
void distort(std::span<const float> image, image_size size, const distortion& what, bool reflect,
             std::span<float> out);

/// Sets a square of `side` pixels to 0, its part within the image that is.
///
/// **Source**: DeVries and Taylor, "Improved regularization of convolutional neural networks with
/// cutout", 2017, section 3.
void cut_out(std::span<float> image, image_size size, const distortion& what, int side);

}  // namespace typenet::data
