// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor.hpp"
#include "typenet/layer/argument.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// A fully connected layer: out(u) = b(u) + sum over i of in(i) · w(i,u).
///
/// **Shapes**: N values → Units values; weights [N, Units], biases [Units].
/// **Errors** (compile time): an image (add `flatten`), 0 units, more than one
/// number: how many values come in follows from the layer before; a fraction.
/// **Cost**: N·Units multiply-adds forward, twice that backward.
template <auto... Units>
struct dense {
    static constexpr text kind = "dense";
    static constexpr layer_role role = layer_role::transform;
    /// Outputs.
    static constexpr int units = sizeof...(Units) == 1 ? (detail::count_of(Units) + ... + 0) : 0;
    static constexpr int most_units = 1 << 24;  ///< more are an error
    /// The units that are meant where there are more numbers: the last.
    static constexpr int units_meant = [] {
        int last = 0;
        ((last = detail::count_of(Units)), ...);
        return last;
    }();

    static constexpr text spelling() { return detail::spelled(kind, Units...); }
    static constexpr complaint check(shape in) {
        if (sizeof...(Units) != 1)
            return {"1 number, its units", text::of(static_cast<int>(sizeof...(Units)))};
        if (!(detail::is_whole<std::remove_const_t<decltype(Units)>> && ...))
            return {"a whole number of units", detail::arguments_text(Units...)};
        if constexpr (units < 1 || units > most_units)
            return {text::of("1 to ", most_units, " units"), detail::arguments_text(Units...)};
        if (!in.flat) return {"flat values, add flatten", to_text(in)};
        return {};
    }
    static constexpr shape out(shape /*in*/) { return shape::values(units); }
    static constexpr std::array<parameter_shape, 2> parameters(shape in) {
        return {{{weights_name, {in.channels, units}, 2, in.size()},
                 {biases_name, {units}, 1, in.size()}}};
    }
    static constexpr extent multiply_adds(shape in) { return saturating_product(in.size(), units); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 2>& parameters, Scalar* out) {
        const view<const Scalar, In.channels, units> weights{parameters[0]};
        const view<const Scalar, units> biases{parameters[1]};
        for (int u = 0; u < units; ++u) {
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
        const view<const Scalar, In.channels, units> weights{parameters[0]};
        const view<Scalar, In.channels, units> dweights{gradients[0]};
        const view<Scalar, units> dbiases{gradients[1]};
        for (int u = 0; u < units; ++u) dbiases(u) += out_gradient[u];
        for (int i = 0; i < In.channels; ++i) {
            Scalar sum = 0;
            for (int u = 0; u < units; ++u) {
                sum += weights(i, u) * out_gradient[u];
                dweights(i, u) += in[i] * out_gradient[u];
            }
            in_gradient[i] = sum;
        }
    }
};

}  // namespace typenet
