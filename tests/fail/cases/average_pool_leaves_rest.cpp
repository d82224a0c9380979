// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Averaging windows do not cover the image.
// EXPECT: layer "3 average_pool<2>" expects "H and W divisible by 2" got "7x7x8" from "2 max_pool<2>"
// CURE: Choose a window that divides height and width, or say that the last row and column are left out: `average_pool<2, drop_rest>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<14, 14, 1>, conv<8, 5>, max_pool<2>,
#ifdef FIXED
    average_pool<2, drop_rest>,
#else
    average_pool<2>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
