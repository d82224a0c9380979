// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The padding of a convolution is no padding.
// EXPECT: layer "1 conv<8,5,1,int>" expects "padding same or valid" got "int" from "0 input<28,28,1>"
// CURE: Name `same` or `valid`.
#include "typenet/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<8, 5, 1, valid>,
#else
    conv<8, 5, 1, int>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
