// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A user's own layer cannot be asked by the compiler.
// EXPECT: layer "2 doubled" expects "constexpr check(shape)" got "no constant of 784 values" from "1 flatten"
// CURE: Make all members of the layer `constexpr`.
#include "typenet/network/network.hpp"

using namespace typenet;

struct doubled : flatten {
    static constexpr text kind = "doubled";
    static constexpr text spelling() { return "doubled"; }
#ifdef FIXED
    static constexpr complaint check(shape) { return {}; }
#else
    static complaint check(shape) { return {}; }
#endif
    static constexpr shape out(shape in) { return in; }
};
using net = network<input<28, 28, 1>, flatten, doubled, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
