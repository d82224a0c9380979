// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An `expect` has neither one number nor three.
// EXPECT: layer "2 expect<28,28>" expects "1 extent (values) or 3 (H,W,C)" got "2" from "1 conv<8,3>"
// CURE: Give height, width and channels, or the number of values.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 3>,
#ifdef FIXED
    expect<28, 28, 8>,
#else
    expect<28, 28>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
