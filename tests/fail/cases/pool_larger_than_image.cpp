// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling window is larger than the image.
// EXPECT: layer "3 max_pool<4>" expects "an image of 4x4 or more" got "2x2x8" from "2 max_pool<2>"
// CURE: Pool less, or start from a larger image.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<4, 4, 1>, conv<8, 3>, max_pool<2>,
#ifdef FIXED
    max_pool<2>,
#else
    max_pool<4>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
