// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The window of a convolution is left out.
// EXPECT: layer "1 conv<32>" expects "filters, then a window of 1 to 11" got "none" from "0 input<28,28,1>"
// CURE: Give its side behind the filters.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
#ifdef FIXED
    input<28, 28, 1>, conv<32, 5>, flatten, dense<10>, softmax_cross_entropy>;
#else
    input<28, 28, 1>, conv<32>, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
