// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The loops of a layer without parameters want two tensors.
// EXPECT: layer "2 doubled" expects "forward<shape, float>(...)" got "one for another number of tensors" from "1 flatten"
// CURE: Give loops as many tensors as `parameters(shape)` has.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
constexpr std::size_t tensors = 0;
#else
constexpr std::size_t tensors = 2;
#endif

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
                                  const std::array<const Scalar*, tensors>& /*parameters*/,
                                  Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = 2 * in[i];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* /*in*/,
                                   const std::array<const Scalar*, tensors>& /*parameters*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, tensors>& /*gradients*/) {
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = 2 * out_gradient[i];
    }
};
using net = network<input<28, 28, 1>, flatten, doubled, dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
