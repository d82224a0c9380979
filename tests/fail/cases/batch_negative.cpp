// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer has a negative batch.
// EXPECT: use "trainer" expects "a batch of 1 to 65536 images" got "batch<-8>"
// CURE: Give the images of a minibatch.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
trainer<net, sgd, batch<8>>* made = nullptr;
#else
trainer<net, sgd, batch<-8>>* made = nullptr;
#endif
int threads() { return made->threads(); }
