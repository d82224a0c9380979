// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution takes an image apart into patches of 8x8.
// EXPECT: layer "1 conv<64,8,8>" expects "a stride of 1 to 4" got "a stride of 8" from "0 input<32,32,3>"
// CURE: Use two convolutions with smaller strides.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<32, 32, 3>,
#ifdef FIXED
    conv<64, 4, 4>, conv<64, 2, 2>,
#else
    conv<64, 8, 8>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
