// SPDX-License-Identifier: BSL-1.0
#include "drawing/centred.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "drawing/ink.hpp"

namespace typenet::drawing {

namespace {

/// Where the middle of the ink's mass is, in pixels.
struct mass_centre {
    double y = 0;
    double x = 0;
};

mass_centre centre_of(const plane& ink) {
    double mass = 0;
    mass_centre moment;
    for (int y = 0; y < ink.height; ++y) {
        for (int x = 0; x < ink.width; ++x) {
            mass += ink.at(y, x);
            moment.y += y * ink.at(y, x);
            moment.x += x * ink.at(y, x);
        }
    }
    mass = std::max(mass, 1.0);
    return {moment.y / mass, moment.x / mass};
}

/// How long the longer side of a drawing is in an image of MNIST.
double side_in(int height, int width) { return std::round(20.0 / 28.0 * std::min(height, width)); }

/// The ink of a picture that is an image of MNIST already, or its negative: of the network's size,
/// on an even ground, and within a pixel as large and where it would be put.
std::optional<plane> finished(const plane& grey, int height, int width) {
    if (grey.height != height || grey.width != width) return std::nullopt;
    const int ground = grey.values[0];
    if (ground != 0 && ground != 255) return std::nullopt;
    plane ink = grey;
    for (std::uint8_t& value : ink.values)
        value = static_cast<std::uint8_t>(ground == 0 ? value : 255 - value);
    const box whole = box_of_ink(ink);
    const mass_centre centre = centre_of(ink);
    const auto within_a_pixel = [](double a, double b) { return std::abs(a - b) <= 1; };
    const int half_height = height / 2;
    const int half_width = width / 2;
    if (!within_a_pixel(std::max(whole.height, whole.width), side_in(height, width)) ||
        !within_a_pixel(centre.y, half_height) || !within_a_pixel(centre.x, half_width))
        return std::nullopt;
    return ink;
}

}  // namespace

std::optional<plane> centred(const plane& grey, int height, int width) {
    if (std::optional<plane> ink = finished(grey, height, width)) return ink;
    const std::optional<plane> ink = ink_of(grey);
    if (!ink) return std::nullopt;
    const box whole = box_of_ink(*ink);
    const double scale = side_in(height, width) / std::max(whole.height, whole.width);
    const auto scaled = [&](int n) {
        return std::max(1, static_cast<int>(std::lround(n * scale)));
    };
    const plane small = resampled(*ink, whole, scaled(whole.height), scaled(whole.width));
    const mass_centre centre = centre_of(small);
    const auto start = [](double middle, int all, int part) {
        const int half = all / 2;
        const auto at = static_cast<int>(std::lround(half - middle));
        return std::clamp(at, 0, std::max(0, all - part));
    };
    const int top = start(centre.y, height, small.height);
    const int left = start(centre.x, width, small.width);
    plane image{height, width, {}};
    image.values.resize(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    for (int y = 0; y < small.height; ++y)
        for (int x = 0; x < small.width; ++x)
            image.values[image.index(top + y, left + x)] = small.at(y, x);
    return image;
}

}  // namespace typenet::drawing
