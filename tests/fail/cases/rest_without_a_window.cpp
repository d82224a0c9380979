// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling that may leave pixels out has windows longer than the image in one direction.
// EXPECT: layer "2 max_pool<window<5,2>,drop_rest>" expects "an image of 5x2 or more" got "4x12x8" from "1 conv<8,3>"
// CURE: `drop_rest` leaves out what is behind the last window; there must be one.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<4, 12, 1>, conv<8, 3>,
#ifdef FIXED
    max_pool<window<4, 2>, drop_rest>,
#else
    max_pool<window<5, 2>, drop_rest>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
