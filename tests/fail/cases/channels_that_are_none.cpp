// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A padding stands where the channels of a convolution should.
// EXPECT: layer "1 conv<8,5,1,same,valid>" expects "a number of channels" got "valid" from "0 input<28,28,1>"
// CURE: State the channels that come in, or leave them out.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using layer_one = conv<8, 5, 1, same, 1>;
#else
using layer_one = conv<8, 5, 1, same, valid>;
#endif
using net = checked<input<28, 28, 1>, layer_one, flatten, dense<10>, softmax_cross_entropy>;
