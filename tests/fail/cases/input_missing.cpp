// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The list does not begin with an input.
// EXPECT: layer "0 conv<32,5>" expects "an input first: input<H,W,C>" got "conv<32,5>"
// CURE: Begin with the shape of the images.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
#ifdef FIXED
    input<28, 28, 1>, conv<32, 5>,
#else
    conv<32, 5>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
