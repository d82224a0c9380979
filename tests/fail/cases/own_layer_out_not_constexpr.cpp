// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The compiler cannot evaluate the shape that a user's own layer gives.
// EXPECT: layer "1 doubled" expects "constexpr out(shape)" got "no constant of 8x8x1" from "0 input<8,8,1>"
// CURE: Make `out` of the layer `constexpr`.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled : identity {
    static constexpr text kind = "doubled";
    static constexpr text spelling() { return "doubled"; }
    static constexpr complaint check(shape) { return {}; }
#ifdef FIXED
    static constexpr shape out(shape in) { return in; }
#else
    static shape out(shape in) { return in; }
#endif
};
using net = network<input<8, 8, 1>, doubled, flatten, dense<10>, softmax_cross_entropy>;
static_assert(net::shape_after<0> == net::input_shape);
