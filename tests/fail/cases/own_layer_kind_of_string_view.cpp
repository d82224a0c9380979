// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The kind of a layer of one's own is a std::string_view.
// EXPECT: layer "1 copies" expects "static constexpr text kind" got "another kind" from "0 input<28,28,1>"
// CURE: It is a `text`, which may be part of a type.
#include <string_view>

#include "typenet/network.hpp"

using namespace typenet;

struct copies {
#ifdef FIXED
    static constexpr text kind = "copies";
#else
    static constexpr std::string_view kind = "copies";
#endif
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return "copies"; }
    static constexpr complaint check(shape /*in*/) { return {}; }
    static constexpr shape out(shape in) { return in; }
    static constexpr auto parameters(shape /*in*/) { return no_parameters; }
    static constexpr extent multiply_adds(shape /*in*/) { return 0; }
    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*parameters*/, Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = in[i];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* /*in*/,
                                   const std::array<const Scalar*, 0>& /*parameters*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = out_gradient[i];
    }
};
using net = network<input<28, 28, 1>, copies, flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
