// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution gives more values than can be counted.
// EXPECT: layer "1 conv<65536,1>" expects "fewer than 2^31 values to give" got "3288334336" from "0 input<224,224,3>"
// CURE: Use fewer filters, or a stride.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<224, 224, 3>,
#ifdef FIXED
    conv<64, 1>, max_pool<4>,
#else
    conv<65536, 1>, max_pool<4>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
