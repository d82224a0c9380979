// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network is an input and a loss.
// EXPECT: layer "1 softmax_cross_entropy" expects "flat logits, add flatten" got "28x28x1" from "0 input<28,28,1>"
// CURE: Compute one value a class first: `flatten`, then `dense`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    flatten, dense<10>,
#endif
    softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
