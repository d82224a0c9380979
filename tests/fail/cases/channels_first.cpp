// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The extents of the input are in PyTorch's order, channels first.
// EXPECT: layer "3 max_pool<2>" expects "an image of 2x2 or more" got "1x28x8" from "2 relu"
// CURE: Height, width, channels: `input<28, 28, 1>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
#ifdef FIXED
    input<28, 28, 1>,
#else
    input<1, 28, 28>,
#endif
    conv<8, 5>, relu, max_pool<2>, flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
