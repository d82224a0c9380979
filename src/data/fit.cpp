// SPDX-License-Identifier: BSL-1.0
#include "data/fit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "data/ink.hpp"
#include "data/plane.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

/// Luma of ITU-R BT.601.
int luma(const std::uint8_t* colours) {
    return (299 * colours[0] + 587 * colours[1] + 114 * colours[2] + 500) / 1000;
}

/// What shows where a picture is transparent: white under a dark one, black under a light one.
int ground_of(const picture& from) {
    double bright = 0;
    double opaque = 0;
    for (std::size_t i = 0; i < from.pixels.size(); i += 4) {
        const double opacity = from.pixels[i + 3];
        bright += opacity * luma(&from.pixels[i]);
        opaque += opacity;
    }
    return bright < 127.5 * opaque ? 255 : 0;
}

/// One tone of each pixel, tone(colours), as it shows on the ground.
template <class Tone>
plane shown(const picture& from, int ground, Tone&& tone) {
    plane one{from.height, from.width, {}};
    one.values.reserve(from.pixels.size() / 4);
    for (std::size_t i = 0; i < from.pixels.size(); i += 4) {
        const int opacity = from.pixels[i + 3];
        const int sum = opacity * tone(&from.pixels[i]) + (255 - opacity) * ground;
        one.values.push_back(static_cast<std::uint8_t>((sum + 127) / 255));
    }
    return one;
}

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
double side_in(image_size size) {
    return std::round(20.0 / 28.0 * std::min(size.height, size.width));
}

/// The ink of a picture that is an image of MNIST already, or its negative: of the network's size,
/// on an even ground, and within a pixel as large and where it would be put.
std::optional<plane> finished(const plane& grey, image_size size) {
    if (grey.height != size.height || grey.width != size.width) return std::nullopt;
    const int ground = grey.values[0];
    if (ground != 0 && ground != 255) return std::nullopt;
    plane ink = grey;
    for (std::uint8_t& value : ink.values)
        value = static_cast<std::uint8_t>(ground == 0 ? value : 255 - value);
    const box whole = box_of_ink(ink);
    const mass_centre centre = centre_of(ink);
    const auto within_a_pixel = [](double a, double b) { return std::abs(a - b) <= 1; };
    const int half_height = size.height / 2;
    const int half_width = size.width / 2;
    if (!within_a_pixel(std::max(whole.height, whole.width), side_in(size)) ||
        !within_a_pixel(centre.y, half_height) || !within_a_pixel(centre.x, half_width))
        return std::nullopt;
    return ink;
}

std::vector<std::uint8_t> fit_ink(const picture& from, image_size size, const std::string& name) {
    const plane grey = shown(from, ground_of(from), luma);
    if (std::optional<plane> ink = finished(grey, size)) return std::move(ink->values);
    const plane ink = ink_of(grey, name);
    const box whole = box_of_ink(ink);
    const double scale = side_in(size) / std::max(whole.height, whole.width);
    const auto scaled = [&](int n) {
        return std::max(1, static_cast<int>(std::lround(n * scale)));
    };
    const plane small = resampled(ink, whole, scaled(whole.height), scaled(whole.width));
    const mass_centre centre = centre_of(small);
    const auto start = [](double middle, int all, int part) {
        const int half = all / 2;
        const auto at = static_cast<int>(std::lround(half - middle));
        return std::clamp(at, 0, std::max(0, all - part));
    };
    const int top = start(centre.y, size.height, small.height);
    const int left = start(centre.x, size.width, small.width);
    std::vector<std::uint8_t> image(size.pixels());
    for (int y = 0; y < small.height; ++y)
        for (int x = 0; x < small.width; ++x)
            image[static_cast<std::size_t>(top + y) * static_cast<std::size_t>(size.width) +
                  static_cast<std::size_t>(left + x)] = small.at(y, x);
    return image;
}

std::vector<std::uint8_t> fit_colours(const picture& from, image_size size) {
    std::vector<std::uint8_t> image(size.pixels());
    const int ground = ground_of(from);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const plane one =
            shown(from, ground, [&](const std::uint8_t* colours) { return colours[channel]; });
        const plane small =
            resampled(one, {0, 0, from.height, from.width}, size.height, size.width);
        for (std::size_t i = 0; i < small.values.size(); ++i)
            image[3 * i + channel] = small.values[i];
    }
    return image;
}

}  // namespace

std::vector<std::uint8_t> fit(const picture& from, image_size size, const std::string& name) {
    if (size.channels == 1) return fit_ink(from, size, name);
    if (size.channels == 3) return fit_colours(from, size);
    throw error(fmt::format("{}: expected a network of 1 or 3 channels for a picture, found {}",
                            name, size.channels));
}

}  // namespace typenet::data
