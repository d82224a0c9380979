// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer of one's own is a class whose members are private.
// EXPECT: layer "2 square" expects "public members of a layer" got "private ones" from "1 flatten"
// CURE: Say `public:` before them, or make it a `struct`.
#include "typenet/network.hpp"

using namespace typenet;

class square {
#ifdef FIXED
public:
#endif
    static constexpr text kind = "square";
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return kind; }
    static constexpr complaint check(shape /*in*/) { return {}; }
    static constexpr shape out(shape in) { return in; }
    static constexpr auto parameters(shape /*in*/) { return no_parameters; }
    static constexpr extent multiply_adds(shape /*in*/) { return 0; }
    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*parameters*/, Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = in[i] * in[i];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* in,
                                   const std::array<const Scalar*, 0>& /*parameters*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = 2 * in[i] * out_gradient[i];
    }
};
using net = network<input<28, 28, 1>, flatten, square, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
