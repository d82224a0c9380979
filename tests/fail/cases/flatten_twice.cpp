// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Values are flattened twice.
// EXPECT: layer "2 flatten" expects "an image, HxWxC" got "784 values" from "1 flatten"
// CURE: Leave the second one out.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    flatten,
#else
    flatten, flatten,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
