// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A pooling has no window.
// EXPECT: layer "1 max_pool<>" expects "a window of 1 to 11" got "none" from "0 input<28,28,1>"
// CURE: Say how many pixels become one: `max_pool<2>`.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, max_pool<2>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, max_pool<>, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(net::shape_after<0> == shape::image(14, 14, 1));
