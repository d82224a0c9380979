// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include "data/dataset.hpp"
#include "typenet/base/shape.hpp"

namespace typenet::data {

/// The first so many training images become the validation set unless told otherwise, as in
/// TensorFlow's read_data_sets.
inline constexpr std::size_t validation_images = 5000;

/// What a network, and its training, need of a data set.
struct needs {
    shape input;      ///< of each image
    int classes = 0;  ///< labels are below; 0: the loss compares with values, not with labels
    int outputs = 0;  ///< the values of a target; of no meaning where there are classes
    /// The most training images that are set aside for validation; see validation_count.
    std::size_t validation = validation_images;

    [[nodiscard]] image_size size() const { return {input.height, input.width, input.channels}; }
    [[nodiscard]] bool is_classifier() const { return classes > 0; }
};

}  // namespace typenet::data
