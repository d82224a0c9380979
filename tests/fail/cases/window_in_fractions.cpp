// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The window of a pooling is a floating-point number.
// EXPECT: layer "2 max_pool<2.0>" expects "a window of 1 to 11" got "a window of 2.0" from "1 conv<8,5>"
// CURE: Give a whole number.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<8, 5>, max_pool<2>, flatten, dense<10>,
                    softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<8, 5>, max_pool<2.0>, flatten, dense<10>,
                    softmax_cross_entropy>;
#endif
static_assert(net::classes == 10);
