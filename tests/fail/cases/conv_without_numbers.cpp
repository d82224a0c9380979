// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution without any number.
// EXPECT: layer "1 conv<>" expects "a whole number of filters" got "none" from "0 input<28,28,1>"
// CURE: State the number of filters and the window: `conv<32, 5>`.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = checked<input<28, 28, 1>, conv<32, 5>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = checked<input<28, 28, 1>, conv<>, flatten, dense<10>, softmax_cross_entropy>;
#endif
