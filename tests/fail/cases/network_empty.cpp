// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network has no layers at all.
// EXPECT: use "network<>" expects "an input, layers and a loss" got "nothing"
// CURE: List an input, layers and a loss.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<>;
#endif
static_assert(sizeof(net) > 0);
