// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The loss is over a single class.
// EXPECT: layer "3 softmax_cross_entropy" expects "2 classes or more" got "1 value" from "2 dense<1>"
// CURE: Give the last dense layer one unit a class.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    dense<2>, softmax_cross_entropy>;
#else
    dense<1>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
