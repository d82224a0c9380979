// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The units of a dense layer are forgotten.
// EXPECT: layer "2 dense<>" expects "1 number, its units" got "0" from "1 flatten"
// CURE: Write how many units the layer has: `dense<10>`.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<>, softmax_cross_entropy>;
#endif
static_assert(net::classes == 10);
