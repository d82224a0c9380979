// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace typenet::data {

/// Height, width and channels of every image of a set.
struct image_size {
    int height = 0;
    int width = 0;
    int channels = 0;

    friend bool operator==(const image_size&, const image_size&) = default;
    [[nodiscard]] std::size_t pixels() const {
        return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) *
               static_cast<std::size_t>(channels);
    }
};

/// Images with their labels. Pixels are bytes as files hold them, [image][y][x][channel] with the
/// channel fastest; 0 is ink-free background and 255 full ink. Labels count from 0.
struct labelled_images {
    image_size size;
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint8_t> labels;

    [[nodiscard]] std::size_t count() const { return labels.size(); }
    [[nodiscard]] std::span<const std::uint8_t> image(std::size_t i) const {
        return std::span(pixels).subspan(i * size.pixels(), size.pixels());
    }
};

/// The largest data sets that are read.
inline constexpr std::size_t most_items = 1'000'000;
inline constexpr std::size_t most_bytes = std::size_t{4} << 30;

/// The three parts of a data set.
struct dataset {
    labelled_images train;
    labelled_images validation;
    labelled_images test;
    std::vector<std::string> class_names;  ///< by label; none if the classes have no names
    std::string description;               ///< for people: what it is and where it came from
};

}  // namespace typenet::data
