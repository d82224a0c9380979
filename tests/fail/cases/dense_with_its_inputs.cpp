// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A dense layer is given its inputs too, as in PyTorch.
// EXPECT: layer "2 dense<784,10>" expects "1 number, its units" got "2" from "1 flatten"
// CURE: How many values come in follows from the layer before: `dense<10>`.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<784, 10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
