// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A dense layer has more weights than can be counted.
// EXPECT: layer "2 dense<16777216>" expects "fewer than 2^31 weights" got "13153337344" from "1 flatten"
// CURE: Use fewer units, or pool before it.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    dense<1024>,
#else
    dense<16777216>,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
