// SPDX-License-Identifier: BSL-1.0
// MISTAKE: ResNet's first pooling, which pads its images elsewhere.
// EXPECT: layer "3 max_pool<3,2>" expects "H-3, W-3 divisible by 2" got "112x112x64" from "2 relu"
// CURE: Pool with `max_pool<2>`, or let the last row and column go: `max_pool<3, 2, drop_rest>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<224, 224, 3>, conv<64, 7, 2>, relu,
#ifdef FIXED
    max_pool<2>,
#else
    max_pool<3, 2>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
