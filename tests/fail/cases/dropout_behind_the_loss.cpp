// SPDX-License-Identifier: BSL-1.0
// MISTAKE: `dropout` stands at the end, behind the loss.
// EXPECT: layer "4 dropout" expects "no layer after the loss" got "dropout" from "3 softmax_cross_entropy"
// CURE: The loss is the last layer.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    dropout, dense<10>, softmax_cross_entropy>;
#else
    dense<10>, softmax_cross_entropy, dropout>;
#endif
static_assert(sizeof(net) > 0);
