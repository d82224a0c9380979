// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A stated shape is in PyTorch's order, channels first.
// EXPECT: layer "3 expect<8,14,14>" expects "8x14x14" got "14x14x8" from "2 max_pool<2>"
// CURE: Height, width, channels: `expect<14, 14, 8>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 5>, max_pool<2>,
#ifdef FIXED
    expect<14, 14, 8>,
#else
    expect<8, 14, 14>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
