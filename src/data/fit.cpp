// SPDX-License-Identifier: BSL-1.0
#include "data/fit.hpp"

#include <fmt/core.h>

#include <optional>
#include <utility>

#include "drawing/centred.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

using drawing::plane;

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

std::vector<std::uint8_t> fit_ink(const picture& from, image_size size, const std::string& name) {
    std::optional<plane> image =
        drawing::centred(shown(from, ground_of(from), luma), size.height, size.width);
    if (!image) throw error(fmt::format("{}: expected a drawing, found one tone all over", name));
    return std::move(image->values);
}

std::vector<std::uint8_t> fit_colours(const picture& from, image_size size) {
    std::vector<std::uint8_t> image(size.pixels());
    const int ground = ground_of(from);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const plane one =
            shown(from, ground, [&](const std::uint8_t* colours) { return colours[channel]; });
        const plane small =
            drawing::resampled(one, {0, 0, from.height, from.width}, size.height, size.width);
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
