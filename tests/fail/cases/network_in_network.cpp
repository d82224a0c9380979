// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network stands in the list of another.
// EXPECT: layer "1 network<...>" expects "a layer" got "a network" from "0 input<28,28,1>"
// CURE: List the layers of both.
#include "typenet/network/network.hpp"

using namespace typenet;

using inner = network<input<28, 28, 1>, flatten, dense<20>, softmax_cross_entropy>;
#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<20>, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, inner, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
