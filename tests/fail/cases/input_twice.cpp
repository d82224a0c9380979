// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A second input stands in the list.
// EXPECT: layer "2 input<28,28,8>" expects "one input, at the start" got "a second" from "1 conv<8,3>"
// CURE: To state a shape inside the list, use `expect`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 3>,
#ifdef FIXED
    expect<28, 28, 8>,
#else
    input<28, 28, 8>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
