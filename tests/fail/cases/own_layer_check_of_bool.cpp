// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The check of a user's own layer says yes or no, not what is wrong.
// EXPECT: layer "1 doubled" expects "static complaint check(shape)" got "another check(shape)" from "0 input<8,8,1>"
// CURE: Return what the layer expects and what it got; nothing wrong is `{}`.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled : identity {
    static constexpr text kind = "doubled";
    static constexpr text spelling() { return "doubled"; }
    static constexpr shape out(shape in) { return in; }
#ifdef FIXED
    static constexpr complaint check(shape) { return {}; }
#else
    static constexpr bool check(shape) { return true; }
#endif
};
using net = network<input<8, 8, 1>, doubled, flatten, dense<10>, softmax_cross_entropy>;
static_assert(net::depth == 4);
