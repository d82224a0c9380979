// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The role of a user's own layer is no constant of the class.
// EXPECT: layer "1 doubled" expects "static constexpr layer_role role" got "another role" from "0 input<8,8,1>"
// CURE: Write `static constexpr layer_role role`.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled : identity {
    static constexpr text kind = "doubled";
    static constexpr text spelling() { return "doubled"; }
    static constexpr complaint check(shape) { return {}; }
    static constexpr shape out(shape in) { return in; }
#ifdef FIXED
    static constexpr layer_role role = layer_role::shape_only;
#else
    layer_role role = layer_role::shape_only;
#endif
};
using net = network<input<8, 8, 1>, doubled, flatten, dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
