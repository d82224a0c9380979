// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer's network has more classes than labels can tell apart.
// EXPECT: use "trainer" expects "at most 256 classes (byte labels)" got "1000 classes"
// CURE: A label is a byte: 256 classes at most.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<32, 32, 3>, flatten, dense<100>, softmax_cross_entropy>;
#else
using net = network<input<32, 32, 3>, flatten, dense<1000>, softmax_cross_entropy>;
#endif
int threads() { return make_trainer<net, adam, batch<4>>()->threads(); }
