// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The compiler cannot evaluate the cost of a user's own layer.
// EXPECT: layer "1 doubled" expects "constexpr multiply_adds(shape)" got "no constant of 8x8x1" from "0 input<8,8,1>"
// CURE: Make `multiply_adds` of the layer `constexpr`.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled : identity {
    static constexpr text kind = "doubled";
    static constexpr text spelling() { return "doubled"; }
    static constexpr complaint check(shape) { return {}; }
    static constexpr shape out(shape in) { return in; }
#ifdef FIXED
    static constexpr extent multiply_adds(shape in) { return in.size(); }
#else
    static extent multiply_adds(shape in) { return in.size(); }
#endif
};
using net = network<input<8, 8, 1>, doubled, flatten, dense<10>, softmax_cross_entropy>;
static_assert(net::multiply_adds == 64 + 640);
