// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong network is used first by a trainer.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy>;
#endif
float* never(trainer<net, adam, batch<8>>& made) { return made.values().data(); }
