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

/// The images of one part of a data set, with what a loss compares them with. An image is anything
/// that a network takes: a picture, or a row of measured values, of height and width 1.
///
/// Pictures are bytes as files hold them, and all else floats, as they are: exactly one of `pixels`
/// and `values` is filled, both [image][y][x][channel] with the channel fastest. Of a byte, 0 is
/// ink-free background and 255 full ink.
///
/// Labels count from 0; targets are [image][value]. An autoencoder's set has no targets: its images
/// are their own. Either may come beside the other, and a part may have neither.
struct labelled_images {
    image_size size;
    std::vector<std::uint8_t> pixels{};
    std::vector<std::uint8_t> labels{};
    std::vector<float> values{};
    std::vector<float> targets{};

    [[nodiscard]] std::size_t count() const {
        return size.pixels() == 0 ? 0 : (pixels.size() + values.size()) / size.pixels();
    }
    [[nodiscard]] bool has_bytes() const { return values.empty(); }

    /// One image, of those that are bytes, and of those that are floats.
    [[nodiscard]] std::span<const std::uint8_t> image(std::size_t i) const {
        return std::span(pixels).subspan(i * size.pixels(), size.pixels());
    }
    [[nodiscard]] std::span<const float> values_of(std::size_t i) const {
        return std::span(values).subspan(i * size.pixels(), size.pixels());
    }
    [[nodiscard]] std::span<const float> target_of(std::size_t i) const {
        const std::size_t each = count() == 0 ? 0 : targets.size() / count();
        return std::span(targets).subspan(i * each, each);
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
