// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An `expect` states other channels than come.
// EXPECT: layer "4 expect<14,14,33>" expects "14x14x33" got "14x14x32" from "3 max_pool<2>"
// CURE: State what you mean, and mend whichever of the two is wrong.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>,
#ifdef FIXED
    expect<14, 14, 32>,
#else
    expect<14, 14, 33>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
