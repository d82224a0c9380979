// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling window is 0.
// EXPECT: layer "2 max_pool<0>" expects "a window of 1 to 11" got "a window of 0" from "1 conv<8,5>"
// CURE: Give the side of the window in pixels.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 5>,
#ifdef FIXED
    max_pool<2>,
#else
    max_pool<0>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
