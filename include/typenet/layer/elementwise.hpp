// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// What layers have in common that treat each value alone. `Layer`, which derives from it, says
/// what becomes of a value, and of the gradient behind it:
///
///     template <class Scalar> static constexpr Scalar value(Scalar x);
///     template <class Scalar> static constexpr Scalar gradient(Scalar x, Scalar of_value);
template <class Layer>  // NOLINTNEXTLINE(bugprone-crtp-constructor-accessibility): never an object
struct elementwise : without_tensors {
    static constexpr shape_or_complaint out(shape in) { return in; }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        for (extent i = 0; i < pass.images * In.size(); ++i) out[i] = Layer::value(in[i]);
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < pass.images * In.size(); ++i)
            in_gradient[i] = Layer::gradient(in[i], out_gradient[i]);
    }
};

}  // namespace typenet
