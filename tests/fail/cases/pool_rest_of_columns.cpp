// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Windows that are not square cover the rows, but not the columns.
// EXPECT: layer "2 average_pool<window<7,5>>" expects "H divisible by 7, W by 5" got "49x12x8" from "1 conv<8,3>"
// CURE: Choose a window whose height and width divide those of the image.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<49, 12, 1>, conv<8, 3>,
#ifdef FIXED
    average_pool<window<7, 4>>,
#else
    average_pool<window<7, 5>>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
