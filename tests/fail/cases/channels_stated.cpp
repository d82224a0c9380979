// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution states other input channels than it gets.
// EXPECT: layer "4 conv<64,5,1,same,16>" expects "14x14x16" got "14x14x32" from "3 max_pool<2>"
// CURE: State the channels of the layer before, or none.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>,
#ifdef FIXED
    conv<64, 5, 1, same, 32>,
#else
    conv<64, 5, 1, same, 16>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
