// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The filters of a convolution are a fraction.
// EXPECT: layer "1 conv<0.5,5>" expects "a whole number of filters" got "0.5" from "0 input<28,28,1>"
// CURE: Give a whole number of filters.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<5, 5>, relu, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<0.5, 5>, relu, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(net::classes == 10);
