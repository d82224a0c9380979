// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong shape comes through layers that change none.
// EXPECT: layer "5 expect<24,24,8>" expects "24x24x8" got "28x28x8" from "4 relu"
// CURE: Shapes go through `relu` and `dropout` unchanged: look at the layer before them.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<8, 5, 1, valid>, relu, dropout, relu, expect<24, 24, 8>,
#else
    conv<8, 5>, relu, dropout, relu, expect<24, 24, 8>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
