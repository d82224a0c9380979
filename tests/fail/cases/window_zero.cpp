// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution has a window of 0.
// EXPECT: layer "1 conv<8,0>" expects "filters, then a window of 1 to 11" got "a window of 0" from "0 input<28,28,1>"
// CURE: Give the side of the window in pixels.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<8, 5>,
#else
    conv<8, 0>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
