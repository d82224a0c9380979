// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling stride is larger than the window, so that pixels are lost.
// EXPECT: layer "2 max_pool<2,3>" expects "a stride of 1 to 2" got "a stride of 3" from "1 conv<8,5>"
// CURE: Use a stride of at most the window.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 5>,
#ifdef FIXED
    max_pool<2, 2>,
#else
    max_pool<2, 3>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
