// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A user's own layer lacks a member.
// EXPECT: layer "2 doubled" expects "all members of a layer" got "no public multiply_adds(shape)" from "1 flatten"
// CURE: Give the layer all members that layer/layer.hpp lists.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled {
    static constexpr text kind = "doubled";
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return "doubled"; }
    static constexpr complaint check(shape) { return {}; }
    static constexpr shape out(shape in) { return in; }
    static constexpr auto parameters(shape) { return no_parameters; }
#ifdef FIXED
    static constexpr extent multiply_adds(shape) { return 0; }
#endif
    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass&, const Scalar* in,
                                  const std::array<const Scalar*, 0>&, Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = 2 * in[i];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass&, const Scalar*,
                                   const std::array<const Scalar*, 0>&, const Scalar* out_gradient,
                                   Scalar* in_gradient, const std::array<Scalar*, 0>&) {
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = 2 * out_gradient[i];
    }
};
using net = network<input<28, 28, 1>, flatten, doubled, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
