// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A window without padding is larger than the image.
// EXPECT: layer "1 conv<8,9,1,valid>" expects "an image of 9x9 or more" got "7x7x1" from "0 input<7,7,1>"
// CURE: Use a smaller window, or `same` padding.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<7, 7, 1>,
#ifdef FIXED
    conv<8, 9, 1, same>,
#else
    conv<8, 9, 1, valid>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
