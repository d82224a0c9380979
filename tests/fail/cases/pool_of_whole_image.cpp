// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling window is as large as an image of 14 rows.
// EXPECT: layer "3 max_pool<14>" expects "a window of 1 to 11" got "a window of 14" from "2 max_pool<2>"
// CURE: Pool in steps: `max_pool<7>`, then `max_pool<2>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 3>, max_pool<2>,
#ifdef FIXED
    max_pool<7>, max_pool<2>,
#else
    max_pool<14>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
