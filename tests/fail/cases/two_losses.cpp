// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The network has two losses.
// EXPECT: layer "4 softmax_cross_entropy" expects "no layer after the loss" got "softmax_cross_entropy" from "3 softmax_cross_entropy"
// CURE: Leave one of them out.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten, dense<10>,
#ifdef FIXED
    softmax_cross_entropy>;
#else
    softmax_cross_entropy, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
