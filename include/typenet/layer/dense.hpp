// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// A fully connected layer: out(u) = b(u) + sum over i of in(i) · w(i,u). `dense<10>`, or
/// `dense<10, no_bias>`.
///
/// **Shapes**: N values → Units values; weights [N, Units], biases [Units].
/// **Errors** (compile time): an image (add `flatten`), 0 units, more than one number: how many
/// values come in follows from the layer before.
/// **Cost**: N·Units multiply-adds forward, twice that backward.
template <int Units, auto... Options>
struct dense {
    static constexpr text kind = "dense";
    static constexpr layer_role role = layer_role::transform;
    static constexpr int units = Units;         ///< outputs
    static constexpr int most_units = 1 << 24;  ///< more are an error
    static constexpr bool has_biases =          ///< unless `no_bias` is said
        !(is_no_bias<decltype(Options)> || ...);
    static constexpr std::size_t tensor_count = has_biases ? 2 : 1;  ///< weights, biases

    static constexpr text spelling() {
        text words = text::of("dense<", Units);
        (append_option(words, Options), ...);
        return words.append(">");
    }
    static constexpr shape_or_complaint out(shape in) {
        if (!(is_no_bias<decltype(Options)> && ...))
            return {"1 number, its units", text::of(static_cast<int>(1 + sizeof...(Options)))};
        if (units < 1 || units > most_units)
            return {text::of("1 to ", most_units, " units"), text::of(units)};
        if (!in.flat) return {"flat values, add flatten", to_text(in)};
        return shape::values(units);
    }
    static constexpr std::array<tensor, tensor_count> tensors(shape in) {
        const tensor weights{
            tensor::weights_name, {in.channels, units}, 2, in.size(), start::normal};
        if constexpr (has_biases)
            return {{weights, {tensor::biases_name, {units}, 1, in.size(), start::bias}}};
        else
            return {{weights}};
    }
    static constexpr extent multiply_adds(shape in) { return saturating_product(in.size(), units); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, tensor_count>& tensors,
                                  Scalar* out) {
        const view<const Scalar, In.channels, units> weights{tensors[0]};
        for (int image = 0; image < pass.images; ++image, in += In.channels, out += units)
            for (int u = 0; u < units; ++u) {
                Scalar sum = 0;
                if constexpr (has_biases) sum = tensors[1][u];
                for (int i = 0; i < In.channels; ++i) sum += in[i] * weights(i, u);
                out[u] = sum;
            }
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, tensor_count>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, tensor_count>& gradients) {
        const view<const Scalar, In.channels, units> weights{tensors[0]};
        const view<Scalar, In.channels, units> dweights{gradients[0]};
        for (int image = 0; image < pass.images; ++image) {
            if constexpr (has_biases)
                for (int u = 0; u < units; ++u) gradients[1][u] += out_gradient[u];
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

private:
    static constexpr void append_option(text& words, auto option) {
        if constexpr (is_no_bias<decltype(option)>)
            words.append(",no_bias");
        else if constexpr (std::integral<decltype(option)>)
            words.append(",", option);
        else
            words.append(",", checking::name_of<decltype(option)>());
    }
};

}  // namespace typenet
