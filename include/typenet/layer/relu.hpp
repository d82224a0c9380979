// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// max(x, 0) of each value. The gradient at 0 is 0, as TensorFlow's and PyTorch's.
///
/// **Shapes**: any, unchanged.
struct relu : without_tensors {
    static constexpr text kind = "relu";

    static constexpr text spelling() { return "relu"; }
    static constexpr shape_or_complaint out(shape in) { return in; }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        for (extent i = 0; i < pass.images * In.size(); ++i) {
            const Scalar value = in[i];
            out[i] = value > 0 ? value : Scalar{0};
        }
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        // Loaded before it is chosen, so that compilers choose by a mask and not by a jump.
        for (extent i = 0; i < pass.images * In.size(); ++i) {
            const Scalar value = out_gradient[i];
            in_gradient[i] = in[i] > 0 ? value : Scalar{0};
        }
    }
};

}  // namespace typenet
