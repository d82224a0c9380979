// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution has far too many filters.
// EXPECT: layer "1 conv<2147483647,5>" expects "1 to 65536 filters" got "2147483647" from "0 input<28,28,1>"
// CURE: Give the number of output channels.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<32, 5>,
#else
    conv<2147483647, 5>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
