// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The loops of a layer of one's own are functions of objects.
// EXPECT: layer "2 doubled" expects "backward<shape, float>(...)" got "one that is not static" from "1 flatten"
// CURE: Make `forward` and `backward` static: of a layer there is no object.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled {
    static constexpr text kind = "doubled";
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return "doubled"; }
    static constexpr complaint check(shape /*in*/) { return {}; }
    static constexpr shape out(shape in) { return in; }
    static constexpr auto parameters(shape /*in*/) { return no_parameters; }
    static constexpr extent multiply_adds(shape /*in*/) { return 0; }
    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*parameters*/, Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = 2 * in[i];
    }
    template <shape In, class Scalar>
#ifdef FIXED
    static
#endif
    constexpr void backward(const layer_pass& /*pass*/, const Scalar* /*in*/,
                            const std::array<const Scalar*, 0>& /*parameters*/,
                            const Scalar* out_gradient, Scalar* in_gradient,
                            const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = 2 * out_gradient[i];
    }
};
using net = network<input<28, 28, 1>, flatten, doubled, dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
