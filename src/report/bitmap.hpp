// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/dataset.hpp"

namespace typenet::report {

/// A small picture for the page, [y][x][red, green, blue, opacity].
struct bitmap {
    bitmap(int rows, int columns)
        : height(rows),
          width(columns),
          pixels(4 * static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)) {}

    int height;
    int width;
    std::vector<std::uint8_t> pixels;

    void set(int y, int x, const std::uint8_t (&rgba)[4]);
};

/// An image of a data set, averaged down to sides of at most `most` pixels. Three channels are
/// drawn as colours; of any other number the mean is drawn, as ink on paper.
bitmap bitmap_of(std::span<const std::uint8_t> image, const data::image_size& size, int most);

/// Image number `i` of a part. Of floats the image's smallest is drawn as a byte of 0, its largest
/// as 255.
bitmap bitmap_of(const data::labelled_images& from, std::size_t i, int most);

/// Weights that lie on an image, [y][x][channel] with `stride` between neighbours, as a picture.
/// Three channels are colours around grey. Of any other number the mean is drawn: blue below zero,
/// orange above, the larger the more opaque; the picture's largest weight is fully opaque.
bitmap bitmap_of_weights(const float* weights, const data::image_size& size, std::size_t stride,
                         int most);

/// The picture as a PNG in an address, "data:image/png;base64,…".
///
/// **Errors**: typenet::error if libpng fails.
std::string data_uri(const bitmap& picture);

}  // namespace typenet::report
