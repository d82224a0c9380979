// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer stands behind the loss.
// EXPECT: layer "4 relu" expects "no layer after the loss" got "relu" from "3 softmax_cross_entropy"
// CURE: Move the layer before the loss.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    dense<10>, relu, softmax_cross_entropy>;
#else
    dense<10>, softmax_cross_entropy, relu>;
#endif
static_assert(sizeof(net) > 0);
