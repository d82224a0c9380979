// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An extent of the input is 0.
// EXPECT: layer "0 input<28,0,1>" expects "every extent above 0" got "28x0x1"
// CURE: Give height, width and channels of the images.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
#ifdef FIXED
    input<28, 28, 1>,
#else
    input<28, 0, 1>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
