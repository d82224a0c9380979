// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution has a negative stride.
// EXPECT: layer "1 conv<8,5,-1>" expects "a stride of 1 to 4" got "a stride of -1" from "0 input<28,28,1>"
// CURE: Give a stride of 1 or more, or none.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<8, 5, 1>,
#else
    conv<8, 5, -1>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
