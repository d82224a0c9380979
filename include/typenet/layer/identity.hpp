// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// What layers that only restate or rename a shape have in common: the numbers pass as they are.
struct identity {
    static constexpr layer_role role = layer_role::shape_only;

    static constexpr auto parameters(shape /*in*/) { return no_parameters; }
    static constexpr extent multiply_adds(shape /*in*/) { return 0; }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*parameters*/, Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = in[i];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* /*in*/,
                                   const std::array<const Scalar*, 0>& /*parameters*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = out_gradient[i];
    }
};

}  // namespace typenet
