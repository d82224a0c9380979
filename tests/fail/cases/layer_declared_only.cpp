// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A user's own layer is declared, its definition not included.
// EXPECT: layer "2 attention" expects "a complete type" got "attention" from "1 flatten"
// CURE: Include the header that defines the layer.
#include "typenet/network/network.hpp"

using namespace typenet;

struct attention;
#ifdef FIXED
struct attention : identity {
    static constexpr text kind = "attention";
    static constexpr text spelling() { return "attention"; }
    static constexpr complaint check(shape) { return {}; }
    static constexpr shape out(shape in) { return in; }
};
#endif
using net = network<input<28, 28, 1>, flatten, attention, dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
