// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An optimiser is given the setting of another one, by its name.
// EXPECT: use "trainer" expects "settings of adam (no learning_rate)" got "something else in braces"
// CURE: Give it a setting that it has, or another optimiser.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
const auto learner = make_trainer<net, sgd, batch<16>>({.threads = 1}, {.momentum = 0.9});
#else
const auto learner = make_trainer<net, adam, batch<16>>({.threads = 1}, {.momentum = 0.9});
#endif
int threads() { return learner->threads(); }
