// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// A fully connected layer: out(u) = b(u) + sum over i of in(i) · w(i,u).
///
/// **Shapes**: N values → Units values; weights [N, Units], biases [Units].
/// **Errors** (compile time): an image (add `flatten`), 0 units, more than one number: how many
/// values come in follows from the layer before.
/// **Cost**: N·Units multiply-adds forward, twice that backward.
template <int... Units>
struct dense {
    static constexpr text kind = "dense";
    static constexpr layer_role role = layer_role::transform;
    static constexpr int units = sizeof...(Units) == 1 ? (Units + ... + 0) : 0;  ///< outputs
    static constexpr int most_units = 1 << 24;  ///< more are an error

    static constexpr text spelling() { return spelled(kind, Units...); }
    static constexpr shape_or_complaint out(shape in) {
        if (sizeof...(Units) != 1)
            return {"1 number, its units", text::of(static_cast<int>(sizeof...(Units)))};
        if (units < 1 || units > most_units)
            return {text::of("1 to ", most_units, " units"), text::of(units)};
        if (!in.flat) return {"flat values, add flatten", to_text(in)};
        return shape::values(units);
    }
    static constexpr std::array<tensor, 2> tensors(shape in) {
        return {{{tensor::weights_name, {in.channels, units}, 2, in.size(), start::normal},
                 {tensor::biases_name, {units}, 1, in.size(), start::bias}}};
    }
    static constexpr extent multiply_adds(shape in) { return saturating_product(in.size(), units); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 2>& tensors, Scalar* out) {
        const view<const Scalar, In.channels, units> weights{tensors[0]};
        const view<const Scalar, units> biases{tensors[1]};
        for (int image = 0; image < pass.images; ++image, in += In.channels, out += units)
            for (int u = 0; u < units; ++u) {
                Scalar sum = biases(u);
                for (int i = 0; i < In.channels; ++i) sum += in[i] * weights(i, u);
                out[u] = sum;
            }
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 2>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        const view<const Scalar, In.channels, units> weights{tensors[0]};
        const view<Scalar, In.channels, units> dweights{gradients[0]};
        const view<Scalar, units> dbiases{gradients[1]};
        for (int image = 0; image < pass.images; ++image) {
            for (int u = 0; u < units; ++u) dbiases(u) += out_gradient[u];
            for (int i = 0; i < In.channels; ++i) {
                Scalar sum = 0;
                for (int u = 0; u < units; ++u) {
                    sum += weights(i, u) * out_gradient[u];
                    dweights(i, u) += in[i] * out_gradient[u];
                }
                in_gradient[i] = sum;
            }
            in += In.channels;
            in_gradient += In.channels;
            out_gradient += units;
        }
    }
};

}  // namespace typenet
