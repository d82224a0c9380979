// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// What losses have in common that are the mean over an image's outputs, each judged alone. A
/// target is a tensor of the output's shape. `Loss`, which derives from it, says what one output x
/// costs beside its target y, and the derivative of that by x:
///
///     static constexpr double of_output(double x, double y);
///     static constexpr double slope(double x, double y);
///
/// Sums run over the outputs in order, in double.
template <class Loss>  // NOLINTNEXTLINE(bugprone-crtp-constructor-accessibility): never an object
struct output_errors : without_tensors {
    static constexpr layer_role role = layer_role::loss;
    static constexpr bool classifies = false;
    template <class Scalar>
    using target = Scalar;  ///< as the outputs are

    static constexpr shape_or_complaint out(shape in) { return in; }
    static constexpr int targets(shape in) { return static_cast<int>(in.size()); }

    /// The loss of one image's outputs.
    template <shape In, class Scalar>
    static constexpr judgement judge(const layer_pass& /*pass*/, const Scalar* output,
                                     const Scalar* target) {
        double sum = 0;
        for (extent i = 0; i < In.size(); ++i)
            sum += Loss::of_output(static_cast<double>(output[i]), static_cast<double>(target[i]));
        return {sum / static_cast<double>(In.size()), false};
    }
    /// d(scale · loss)/d(output). `out_gradient` may be `output`.
    template <shape In, class Scalar>
    static constexpr void gradient(const layer_pass& /*pass*/, const Scalar* output,
                                   const Scalar* target, double scale, Scalar* out_gradient) {
        const double by = scale / static_cast<double>(In.size());
        for (extent i = 0; i < In.size(); ++i)
            out_gradient[i] = static_cast<Scalar>(
                by * Loss::slope(static_cast<double>(output[i]), static_cast<double>(target[i])));
    }
};

}  // namespace typenet
