// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer is const.
// EXPECT: layer "2 relu" expects "the plain type of a layer" got "const relu" from "1 flatten"
// CURE: Name the layer itself, without const, & or *.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    relu,
#else
    const relu,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
