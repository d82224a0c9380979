// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A user's own layer has weights and no biases.
// EXPECT: layer "1 gain" expects "no parameters, or weights and biases" got "1 tensor" from "0 input<8,8,1>"
// CURE: Give the layer biases too: a layer has both or neither.
#include "typenet/network/network.hpp"

using namespace typenet;

template <std::size_t Tensors>
struct gain_of {
    static constexpr text kind = "gain";
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return "gain"; }
    static constexpr complaint check(shape) { return {}; }
    static constexpr shape out(shape in) { return in; }
    static constexpr auto parameters(shape in) {
        std::array<tensor, 2> all{
            {{"weights", {in.channels, 1}, 2, 1}, {"biases", {in.channels}, 1, 1}}};
        std::array<tensor, Tensors> some;
        for (std::size_t i = 0; i < Tensors; ++i) some[i] = all[i];
        return some;
    }
    static constexpr extent multiply_adds(shape in) { return in.size(); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass&, const Scalar* in,
                                  const std::array<const Scalar*, Tensors>& parameters,
                                  Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = in[i] * parameters[0][i % In.channels];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass&, const Scalar* in,
                                   const std::array<const Scalar*, Tensors>& parameters,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, Tensors>& gradients) {
        for (extent i = 0; i < In.size(); ++i) {
            in_gradient[i] = out_gradient[i] * parameters[0][i % In.channels];
            gradients[0][i % In.channels] += out_gradient[i] * in[i];
        }
    }
};
#ifdef FIXED
using gain = gain_of<2>;
#else
using gain = gain_of<1>;
#endif
using net = checked<input<8, 8, 1>, gain, flatten, dense<10>, softmax_cross_entropy>;
