// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A `checked` network is wrong and never used.
// EXPECT: layer "2 conv<8,3>" expects "an image, HxWxC" got "784 values" from "1 flatten"
// CURE: `checked` fails where the network is named; `network` where it is used first.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = checked<input<28, 28, 1>, conv<8, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = checked<input<28, 28, 1>, flatten, conv<8, 3>, dense<10>, softmax_cross_entropy>;
#endif
