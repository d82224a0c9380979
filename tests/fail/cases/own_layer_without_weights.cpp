// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Both tensors of a layer of one's own are of rank 1.
// EXPECT: layer "2 scale" expects "first weights, of rank 2 to 4" got "rank 1" from "1 flatten"
// CURE: What is multiplied is weights, [inputs, outputs], and comes first; what is added is biases.
#include "typenet/network/network.hpp"

using namespace typenet;

struct scale : identity {
    static constexpr text kind = "scale";
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return "scale"; }
    static constexpr complaint check(shape /*in*/) { return {}; }
    static constexpr shape out(shape in) { return in; }
    static constexpr std::array<tensor, 2> parameters(shape in) {
#ifdef FIXED
        return {{{"weights", {1, in.channels}, 2, 1}, {"biases", {in.channels}, 1, 1}}};
#else
        return {{{"gamma", {in.channels}, 1, 1}, {"beta", {in.channels}, 1, 1}}};
#endif
    }
    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 2>& tensors, Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = tensors[0][i] * in[i] + tensors[1][i];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* in,
                                   const std::array<const Scalar*, 2>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        for (extent i = 0; i < In.size(); ++i) {
            gradients[0][i] += in[i] * out_gradient[i];
            gradients[1][i] += out_gradient[i];
            in_gradient[i] = tensors[0][i] * out_gradient[i];
        }
    }
};
using net = network<input<28, 28, 1>, flatten, scale, dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
