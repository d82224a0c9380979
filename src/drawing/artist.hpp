// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "typenet/base/random_words.hpp"

namespace typenet::drawing {

/// A place, in pixels.
struct point {
    float x = 0;
    float y = 0;
};

/// The pen of one image; lengths in pixels.
struct nib {
    float radius = 0;
    float soft = 0;      ///< half the width of the edge over which the ink fades
    float change = 0;    ///< how much thicker strokes end than they start, as a fraction
    float pressure = 0;  ///< ink at the middle of a stroke, 1 is full
};

/// Draws handwritten-looking digits, one after another, on the same sheet: one of several ways to
/// write each, its strokes bent, slanted, turned, scaled and moved at random, written with a pen of
/// random thickness and pressure, and a little noise. Of the mathematical library only the square
/// root is used, which is exact.
class artist {
public:
    /// At least 8 x 8; the digit fills the smaller side, in the middle.
    artist(int height, int width);

    /// Draws image `item` of a part, [y][x], 0 for paper to 255 for full ink; returns its label,
    /// which is below `classes`, 1 to 10.
    std::uint8_t draw(std::uint64_t seed, std::uint32_t part, std::uint32_t item, int classes,
                      std::span<std::uint8_t> pixels);

private:
    /// Inks the Catmull-Rom spline through the collected points and forgets them.
    void end_curve(const nib& with);
    /// Inks a straight piece: full within the radius, fading over the soft edge with the square of
    /// the distance, which needs no root. Overlapping pieces leave the darker ink.
    void ink_segment(point from, point to, const nib& with, float radius);
    /// Turns ink into bytes. The ink is grainy, as on rough paper; the paper stays clean.
    void write(random_words words, std::span<std::uint8_t> pixels) const;

    int height_;
    int width_;
    std::vector<float> ink_;
    std::vector<point> curve_;
};

}  // namespace typenet::drawing
