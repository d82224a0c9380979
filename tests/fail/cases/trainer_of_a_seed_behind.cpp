// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is constructed with a seed behind its settings.
// EXPECT: use "trainer" expects "threads, settings" got "3 arguments"
// CURE: A seed is one of the options of `make_trainer`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;

#ifdef FIXED
const auto one = make_trainer<net, adam, batch<4>>({.threads = 2, .seed = 7}, {.beta1 = 0.8});
int threads() { return one->threads(); }
#else
const learner one(2, {.beta1 = 0.8}, 7);
int threads() { return one.threads(); }
#endif
