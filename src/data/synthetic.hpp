// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "data/dataset.hpp"

namespace typenet::data {

/// How many images each part of a synthetic data set has; MNIST's numbers unless said otherwise.
struct part_counts {
    std::size_t train = 55000;
    std::size_t validation = 5000;
    std::size_t test = 10000;
};

/// Has handwritten-looking digits below `classes` drawn by drawing::artist. Every image is a
/// function of the seed, its part and its number in the part alone, whatever the number of threads.
///
/// **Shapes**: images of any `size` of at least 8 x 8; the digit fills the smaller side, in the
/// middle, and every channel holds the same ink. `classes` is 1 to 10.
/// **Errors**: typenet::error for another size or number of classes.
/// **Cost**: 60,000 + 10,000 images of 28 x 28 take about a second on one core. `threads` 0 takes
/// as many as the system grants.
dataset make_synthetic_digits(std::uint64_t seed, image_size size = {28, 28, 1}, int classes = 10,
                              const part_counts& counts = {}, unsigned threads = 0);

}  // namespace typenet::data
