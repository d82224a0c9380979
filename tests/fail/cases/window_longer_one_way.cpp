// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A window that stays inside the image is longer than it in one direction.
// EXPECT: layer "1 conv<64,window<10,4>,2,valid>" expects "an image of 10x4 or more" got "8x40x1" from "0 input<8,40,1>"
// CURE: Turn the window, or the image: height comes first.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<8, 40, 1>,
#ifdef FIXED
    conv<64, window<4, 10>, stride<2>, valid>,
#else
    conv<64, window<10, 4>, stride<2>, valid>,
#endif
    relu, flatten, dense<12>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
