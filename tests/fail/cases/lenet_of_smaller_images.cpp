// SPDX-License-Identifier: BSL-1.0
// MISTAKE: LeNet's 400 values, of images with 28 rows instead of its 32.
// EXPECT: layer "6 expect<400>" expects "400 values" got "256 values" from "5 flatten"
// CURE: Let the first convolution keep the size: `conv<6, 5>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<6, 5>,
#else
    conv<6, 5, 1, valid>,
#endif
    max_pool<2>, conv<16, 5, 1, valid>, max_pool<2>, flatten, expect<400>, dense<120>, dense<10>,
    softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
