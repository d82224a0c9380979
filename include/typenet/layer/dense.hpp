// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"
#include "typenet/tensor.hpp"

namespace typenet {

/// A fully connected layer: out(u) = b(u) + sum over i of in(i) · w(i,u).
///
/// **Shapes**: N values → Units values; weights [N, Units], biases [Units].
/// **Errors** (compile time): an image (add `flatten`), 0 units.
/// **Cost**: N·Units multiply-adds forward, twice that backward.
template <int Units>
struct dense {
    static constexpr text kind = "dense";
    static constexpr layer_role role = layer_role::transform;
    static constexpr int units = Units;         ///< outputs
    static constexpr int most_units = 1 << 24;  ///< more are an error

    static constexpr text spelling() { return text::of("dense<", Units, ">"); }
    static constexpr complaint check(shape in) {
        if (Units < 1 || Units > most_units)
            return {text::of("1 to ", most_units, " units"), text::of(Units)};
        if (!in.flat) return {"flat values, add flatten", to_text(in)};
        return {};
    }
    static constexpr shape out(shape /*in*/) { return shape::values(Units); }
    static constexpr std::array<parameter_shape, 2> parameters(shape in) {
        return {
            {{"weights", {in.channels, Units}, 2, in.size()}, {"biases", {Units}, 1, in.size()}}};
    }
    static constexpr extent multiply_adds(shape in) { return saturating_product(in.size(), Units); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 2>& parameters, Scalar* out) {
        const view<const Scalar, In.channels, Units> weights{parameters[0]};
        const view<const Scalar, Units> biases{parameters[1]};
        for (int u = 0; u < Units; ++u) {
            Scalar sum = biases(u);
            for (int i = 0; i < In.channels; ++i) sum += in[i] * weights(i, u);
            out[u] = sum;
        }
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* in,
                                   const std::array<const Scalar*, 2>& parameters,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        const view<const Scalar, In.channels, Units> weights{parameters[0]};
        const view<Scalar, In.channels, Units> dweights{gradients[0]};
        const view<Scalar, Units> dbiases{gradients[1]};
        for (int u = 0; u < Units; ++u) dbiases(u) += out_gradient[u];
        for (int i = 0; i < In.channels; ++i) {
            Scalar sum = 0;
            for (int u = 0; u < Units; ++u) {
                sum += weights(i, u) * out_gradient[u];
                dweights(i, u) += in[i] * out_gradient[u];
            }
            in_gradient[i] = sum;
        }
    }
};

}  // namespace typenet
