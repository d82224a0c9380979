// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A batch of two numbers.
// EXPECT: use "trainer" expects "a batch of 1 to 65536 images" got "batch<32,64>"
// CURE: Minibatches are of one size; `predictor` takes single images.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
auto made() { return make_trainer<net, adam, batch<32>>(); }
#else
auto made() { return make_trainer<net, adam, batch<32, 64>>(); }
#endif
