// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A dense layer has no units.
// EXPECT: layer "2 dense<0>" expects "1 to 16777216 units" got "0" from "1 flatten"
// CURE: Give the number of units.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    dense<10>, softmax_cross_entropy>;
#else
    dense<0>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
