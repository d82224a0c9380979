// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The padding of a convolution is a number, as in PyTorch.
// EXPECT: layer "1 conv<8,5,1,2>" expects "padding same or valid" got "2" from "0 input<28,28,1>"
// CURE: Name `same` or `valid`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    conv<8, 5, 1, same>,
#else
    conv<8, 5, 1, 2>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
