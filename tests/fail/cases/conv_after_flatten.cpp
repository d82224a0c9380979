// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution stands behind `flatten`.
// EXPECT: layer "2 conv<8,3>" expects "an image, HxWxC" got "784 values" from "1 flatten"
// CURE: Move `flatten` behind the last convolution.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<8, 3>, flatten,
#else
    flatten, conv<8, 3>,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
