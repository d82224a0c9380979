// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The last layer is no loss.
// EXPECT: layer "3 (the end)" expects "a loss as the last layer" got "none" from "2 dense<10>"
// CURE: End with `softmax_cross_entropy`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    dense<10>, softmax_cross_entropy>;
#else
    dense<10>>;
#endif
static_assert(sizeof(net) > 0);
