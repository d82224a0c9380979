// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// The mean of (output - target)² over an image's outputs, for regression and autoencoders. A
/// target is a tensor of the output's shape.
///
/// **Shapes**: any → a number.
/// **Source**: PyTorch's MSELoss and Keras' MeanSquaredError; the sum runs over the outputs in
/// order, in double.
struct mean_squared_error : without_tensors {
    static constexpr text kind = "mean_squared_error";
    static constexpr layer_role role = layer_role::loss;
    static constexpr bool classifies = false;
    template <class Scalar>
    using target = Scalar;  ///< as the outputs are

    static constexpr text spelling() { return kind; }
    static constexpr shape_or_complaint out(shape in) { return in; }
    static constexpr int targets(shape in) { return static_cast<int>(in.size()); }

    /// The loss of one image's outputs.
    template <shape In, class Scalar>
    static constexpr judgement judge(const layer_pass& /*pass*/, const Scalar* output,
                                     const Scalar* target) {
        double sum = 0;
        for (extent i = 0; i < In.size(); ++i) {
            const double difference =
                static_cast<double>(output[i]) - static_cast<double>(target[i]);
            sum += difference * difference;
        }
        return {sum / static_cast<double>(In.size()), false};
    }
    /// d(scale · loss)/d(output). `out_gradient` may be `output`.
    template <shape In, class Scalar>
    static constexpr void gradient(const layer_pass& /*pass*/, const Scalar* output,
                                   const Scalar* target, double scale, Scalar* out_gradient) {
        const double by = 2 * scale / static_cast<double>(In.size());
        for (extent i = 0; i < In.size(); ++i)
            out_gradient[i] = static_cast<Scalar>(
                by * (static_cast<double>(output[i]) - static_cast<double>(target[i])));
    }
};

}  // namespace typenet
