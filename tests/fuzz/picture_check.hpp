// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/fit.hpp"
#include "data/picture.hpp"
#include "target.hpp"

namespace typenet::fuzz {

inline void check_fit(const data::picture& from) {
    // MNIST's, one wider than its digits are high, and one of colours.
    constexpr std::array<data::image_size, 4> sizes{
        {{28, 28, 1}, {3, 40, 1}, {1, 1, 1}, {28, 28, 3}}};
    for (const data::image_size& size : sizes) {
        const bool fits = accepts([&] {
            const std::vector<std::uint8_t> image = data::fit(from, size, "picture");
            demand(image.size() == size.pixels(), "an image has its network's size");
        });
        demand(fits || size.channels == 1, "a picture of one tone is a colour picture");
    }
    demand(!accepts([&] { data::fit(from, {8, 8, 2}, "picture"); }), "no picture has two channels");
}

/// What holds of every picture that was read.
inline void check_picture(const data::picture& found) {
    demand(found.height > 0 && found.width > 0, "a picture has pixels");
    const auto pixels =
        static_cast<std::size_t>(found.height) * static_cast<std::size_t>(found.width);
    demand(pixels <= data::most_picture_pixels, "a picture is within the limit");
    demand(found.pixels.size() == 4 * pixels, "a picture has four bytes a pixel");
    check_fit(found);
}

}  // namespace typenet::fuzz
