// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer in a branch of `concat` in a residual link does not take what it gets.
// EXPECT: layer "2.1.2.2 average_pool<3,1>" expects "an image of 3x3 or more" got "2x2x8" from "2.1.2.1 max_pool<2>"
// CURE: Positions count inside of links and branches: in layer 2 the first layer, its second branch, there the second layer.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<4, 4, 1>, conv<8, 3>,
#ifdef FIXED
    residual<concat<branch<conv<4, 1>>, branch<conv<4, 3>>>>,
#else
    residual<concat<branch<conv<4, 1>>, branch<max_pool<2>, average_pool<3, 1>>>>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
