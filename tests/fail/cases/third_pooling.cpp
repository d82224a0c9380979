// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An image of 28 rows is halved a third time, where it has 7.
// EXPECT: layer "6 max_pool<2>" expects "H and W divisible by 2" got "7x7x32" from "5 conv<32,3>"
// CURE: Pool twice, or begin with 32 rows and columns.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 3>, max_pool<2>, conv<16, 3>, max_pool<2>, conv<32, 3>,
#ifdef FIXED
    flatten,
#else
    max_pool<2>, flatten,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
