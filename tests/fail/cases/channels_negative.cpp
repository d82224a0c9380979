// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution states a number of channels that cannot be.
// EXPECT: layer "1 conv<8,3,1,same,-3>" expects "channels above 0" got "-3" from "0 input<28,28,1>"
// CURE: State the channels of the layer before, or none.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<8, 3, 1, same, 1>,
#else
    conv<8, 3, 1, same, -3>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
