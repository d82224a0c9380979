// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/output_errors.hpp"

namespace typenet {

/// The mean of (output - target)² over an image's outputs, for regression and autoencoders. A
/// target is a tensor of the output's shape.
///
/// **Shapes**: any → a number.
/// **Source**: PyTorch's MSELoss and Keras' MeanSquaredError.
struct mean_squared_error : output_errors<mean_squared_error> {
    static constexpr text kind = "mean_squared_error";
    static constexpr text spelling() { return kind; }
    static constexpr double of_output(double x, double y) { return (x - y) * (x - y); }
    static constexpr double slope(double x, double y) { return 2 * (x - y); }
};

}  // namespace typenet
