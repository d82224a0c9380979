// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/layer/layer.hpp"

namespace typenet {

/// What layers that only restate or rename a shape have in common: the numbers pass as they are.
struct identity : without_tensors {
    static constexpr layer_role role = layer_role::shape_only;

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        std::copy_n(in, pass.images * In.size(), out);
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* /*in*/,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        std::copy_n(out_gradient, pass.images * In.size(), in_gradient);
    }
};

}  // namespace typenet
