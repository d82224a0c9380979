// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer of one's own has loops for one type of numbers.
// EXPECT: layer "2 doubled" expects "forward<shape, float>(...)" got "none that can be called so" from "1 flatten"
// CURE: Write `forward` and `backward` as templates of the type of the numbers, too.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled : identity {
    static constexpr text kind = "doubled";
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return "doubled"; }
    static constexpr complaint check(shape /*in*/) { return {}; }
    static constexpr shape out(shape in) { return in; }
#ifdef FIXED
    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*parameters*/, Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = 2 * in[i];
    }
#else
    template <shape In>
    static constexpr void forward(const layer_pass& /*pass*/, const float* in,
                                  const std::array<const float*, 0>& /*parameters*/, float* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = 2 * in[i];
    }
#endif
};
using net = network<input<28, 28, 1>, flatten, doubled, dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
