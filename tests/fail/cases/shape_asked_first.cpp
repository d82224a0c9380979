// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The first use of a wrong network asks for the shape of a layer.
// EXPECT: layer "2 max_pool<2>" expects "H and W divisible by 2" got "27x27x8" from "1 conv<8,2,1,valid>"
// CURE: Choose windows that leave an even height and width.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<8, 3, 1, valid>, max_pool<2>, flatten, dense<10>,
                    softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<8, 2, 1, valid>, max_pool<2>, flatten, dense<10>,
                    softmax_cross_entropy>;
#endif
static_assert(net::shape_after<1>.height > 0);
