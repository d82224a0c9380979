// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "typenet/shape.hpp"

namespace typenet {

/// The shape of a data set's images and the number of its classes, as a type. Derive from it to
/// give a data set a name: `struct mnist : data_set<28, 28, 1, 10> {};`
template <int Height, int Width, int Channels, int Classes>
struct data_set {
    static constexpr shape image = shape::image(Height, Width, Channels);  ///< of each image
    static constexpr int classes = Classes;                                ///< labels are below
};

/// Any data set: what a program loads is only known when it runs.
struct any_data_set {};

/// `Count` images of a data set and their labels, someone else's memory.
template <class DataSet, int Count, class Scalar = float>
struct examples {
    /// [image][y][x][channel].
    std::span<const Scalar, static_cast<std::size_t>(Count* DataSet::image.size())> images;
    /// The class of each.
    std::span<const std::uint8_t, static_cast<std::size_t>(Count)> labels;
};

}  // namespace typenet
