// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/math.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// For outputs that each say yes or no: the mean over an image's outputs of
/// -(y ln σ(x) + (1 - y) ln(1 - σ(x))), where x is the output, a logit, and σ the logistic
/// function. A target y is a number from 0 to 1 for each output.
///
/// **Shapes**: any → a number.
/// **Source**: PyTorch's BCEWithLogitsLoss, Keras' BinaryCrossentropy(from_logits=True). In the
/// form max(x, 0) - x·y + ln(1 + e^-|x|) nothing overflows; the sum runs over the outputs in order,
/// in double.
struct binary_cross_entropy : without_tensors {
    static constexpr text kind = "binary_cross_entropy";
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
            const auto x = static_cast<double>(output[i]);
            sum += (x > 0 ? x : 0) - x * static_cast<double>(target[i]) +
                   math::log(1 + math::exp(x > 0 ? -x : x));
        }
        return {sum / static_cast<double>(In.size()), false};
    }
    /// d(scale · loss)/d(output). `out_gradient` may be `output`.
    template <shape In, class Scalar>
    static constexpr void gradient(const layer_pass& /*pass*/, const Scalar* output,
                                   const Scalar* target, double scale, Scalar* out_gradient) {
        const double by = scale / static_cast<double>(In.size());
        for (extent i = 0; i < In.size(); ++i)
            out_gradient[i] =
                static_cast<Scalar>(by * (math::sigmoid(static_cast<double>(output[i])) -
                                          static_cast<double>(target[i])));
    }
};

}  // namespace typenet
