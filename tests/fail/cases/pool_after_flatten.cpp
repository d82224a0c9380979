// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Pooling stands behind `flatten`.
// EXPECT: layer "2 max_pool<2>" expects "an image, HxWxC" got "784 values" from "1 flatten"
// CURE: Move `flatten` behind the last pooling.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    max_pool<2>, flatten,
#else
    flatten, max_pool<2>,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
