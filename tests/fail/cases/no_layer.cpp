// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Something in the list is no layer.
// EXPECT: layer "2 int" expects "a layer" got "int" from "1 flatten"
// CURE: List layers only.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    dense<10>, softmax_cross_entropy>;
#else
    int, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
