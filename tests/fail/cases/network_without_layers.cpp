// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network is an input and nothing else.
// EXPECT: layer "1 (the end)" expects "a loss as the last layer" got "none" from "0 input<28,28,1>"
// CURE: List layers and a loss behind the input.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>>;
#endif
static_assert(sizeof(net) > 0);
