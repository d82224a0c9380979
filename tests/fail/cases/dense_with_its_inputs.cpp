// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A dense layer is given its inputs, too, as PyTorch wants them.
// EXPECT: layer "2 dense<784,10>" expects "1 number, its units" got "2" from "1 flatten"
// CURE: Give the units alone: how many values come in is known.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
#ifdef FIXED
    input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
    input<28, 28, 1>, flatten, dense<784, 10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
