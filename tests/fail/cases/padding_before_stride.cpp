// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The padding of a convolution is given, and the stride before it left out.
// EXPECT: layer "1 conv<6,5,valid>" expects "a stride before the padding" got "valid" from "0 input<28,28,1>"
// CURE: Give the stride too: `conv<6, 5, 1, valid>`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<6, 5, 1, valid>, relu, flatten, dense<10>,
                    softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<6, 5, valid>, relu, flatten, dense<10>,
                    softmax_cross_entropy>;
#endif
int threads() { return make_trainer<net, adam, batch<4>>()->threads(); }
