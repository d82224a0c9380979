// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Pooling windows do not cover the image.
// EXPECT: layer "2 max_pool<3>" expects "H and W divisible by 3" got "28x28x8" from "1 conv<8,5>"
// CURE: Pool with a window that divides height and width, or say that the rest is left out: `max_pool<3, drop_rest>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 5>,
#ifdef FIXED
    max_pool<2>,
#else
    max_pool<3>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
