// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Filters and window are exchanged.
// EXPECT: layer "1 conv<5,32>" expects "filters, then a window of 1 to 11" got "a window of 32" from "0 input<28,28,1>"
// CURE: Filters come first: `conv<32, 5>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<32, 5>,
#else
    conv<5, 32>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
