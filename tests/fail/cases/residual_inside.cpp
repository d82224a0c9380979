// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer inside a residual link does not take what it gets.
// EXPECT: layer "2.1.3 max_pool<2>" expects "H and W divisible by 2" got "7x7x16" from "2.1.2 relu"
// CURE: Positions count inside of a link too: its first branch, the third layer.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<14, 14, 1>, conv<16, 3>,
#ifdef FIXED
    residual<branch<conv<16, 3, 2>, relu>, shortcut<max_pool<2>>>,
#else
    residual<branch<conv<16, 3, 2>, relu, max_pool<2>>, shortcut<max_pool<2>>>,
#endif
    global_average_pool, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
