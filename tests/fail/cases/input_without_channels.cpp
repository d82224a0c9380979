// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The channels of the input are left out.
// EXPECT: layer "0 input<28,28>" expects "3 extents: input<H,W,C>" got "2"
// CURE: Give all three; a grey image has one channel.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
#ifdef FIXED
    input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
    input<28, 28>, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
