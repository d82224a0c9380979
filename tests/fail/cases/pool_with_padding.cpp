// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling is given a padding, as a convolution takes one.
// EXPECT: layer "2 max_pool<2,2,same>" expects "window and stride, 2 in all" got "3" from "1 conv<8,5>"
// CURE: Leave it out: the windows must cover the image exactly.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<8, 5>, max_pool<2, 2>, flatten, dense<10>,
                    softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<8, 5>, max_pool<2, 2, same>, flatten, dense<10>,
                    softmax_cross_entropy>;
#endif
static_assert(net::classes == 10);
