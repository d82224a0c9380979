// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>

#include "data/dataset.hpp"
#include "typenet/base/shape.hpp"

namespace typenet::data {

/// What a network needs of its data set.
struct needs {
    shape input;      ///< of each image
    int classes = 0;  ///< labels are below; 0: the loss compares with values, not with labels
    int outputs = 0;  ///< the values of a target; of no meaning where there are classes
    std::optional<std::size_t> validation = std::nullopt;  ///< see validation_count

    [[nodiscard]] image_size size() const { return {input.height, input.width, input.channels}; }
    [[nodiscard]] bool is_classifier() const { return classes > 0; }
};

}  // namespace typenet::data
