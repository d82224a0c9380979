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

/// An image of a data set with sides of at most `most` pixels; larger ones are averaged. Three
/// channels are colours; of any other number the mean is drawn, as ink on paper.
bitmap bitmap_of(std::span<const std::uint8_t> image, const data::image_size& size, int most);

/// Weights on an image, [y][x][channel] with `stride` between neighbours, as a picture: three
/// channels as colours around grey; of others the mean, what is below zero and what is above in two
/// colours, the stronger the less transparent. The largest weight of the picture gets all there is.
bitmap bitmap_of_weights(const float* weights, const data::image_size& size, std::size_t stride,
                         int most);

/// `<img …>` with the picture in it, drawn `side` pixels wide and high at most, each of its pixels
/// a whole number of them where there is room. `alternative` is escaped already.
///
/// **Errors**: typenet::error if libpng fails.
std::string img(const bitmap& picture, int side, const std::string& alternative,
                const std::string& classes = {});

/// "data:image/png;base64,…".
std::string data_uri(const bitmap& picture);

}  // namespace typenet::report
