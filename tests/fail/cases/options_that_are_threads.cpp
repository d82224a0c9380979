// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A number of threads stands where the options should.
// EXPECT: use "make_trainer" expects "options: threads, seed, values" got "int"
// CURE: Name it.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
int threads() { return make_trainer<net, adam, batch<4>>({.threads = 2})->threads(); }
#else
int threads() { return make_trainer<net, adam, batch<4>>(2)->threads(); }
#endif
