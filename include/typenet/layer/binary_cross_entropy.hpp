// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/math.hpp"
#include "typenet/layer/output_errors.hpp"

namespace typenet {

/// For outputs that each say yes or no: the mean over an image's outputs of
/// -(y ln σ(x) + (1 - y) ln(1 - σ(x))), where x is the output, a logit, and σ the logistic
/// function. A target y is a number from 0 to 1 for each output.
///
/// **Shapes**: any → a number.
/// **Source**: PyTorch's BCEWithLogitsLoss, Keras' BinaryCrossentropy(from_logits=True). In the
/// form max(x, 0) - x·y + ln(1 + e^-|x|) nothing overflows.
struct binary_cross_entropy : output_errors<binary_cross_entropy> {
    static constexpr text kind = "binary_cross_entropy";
    static constexpr text spelling() { return kind; }
    static constexpr double of_output(double x, double y) {
        return (x > 0 ? x : 0) - x * y + math::log(1 + math::exp(x > 0 ? -x : x));
    }
    static constexpr double slope(double x, double y) { return math::sigmoid(x) - y; }
};

}  // namespace typenet
