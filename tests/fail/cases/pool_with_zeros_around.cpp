// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling is given PyTorch's padding.
// EXPECT: layer "2 max_pool<3,2>" expects "a window, a stride or drop_rest" got "zeros_around" from "1 conv<8,5>"
// CURE: Poolings have no zeros around the image: `max_pool<2>`, or `max_pool<3, 2, drop_rest>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 5>,
#ifdef FIXED
    max_pool<3, 2, drop_rest>,
#else
    max_pool<3, 2, pad<1>>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
