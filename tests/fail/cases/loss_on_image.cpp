// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The loss gets an image.
// EXPECT: layer "2 softmax_cross_entropy" expects "flat logits, add flatten" got "28x28x10" from "1 conv<10,3>"
// CURE: End with one value a class: `flatten`, then `dense`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<10, 3>,
#ifdef FIXED
    flatten, dense<10>, softmax_cross_entropy>;
#else
    softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
