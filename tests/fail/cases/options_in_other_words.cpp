// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made with an option that it has under another name.
// EXPECT: use "make_trainer" expects "options: threads, seed, values" got "something else in braces"
// CURE: Use the names of `trainer_options`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
const auto learner = make_trainer<net, sgd, batch<16>>({.threads = 2}, {.momentum = 0.9});
#else
const auto learner = make_trainer<net, sgd, batch<16>>({.num_threads = 2}, {.momentum = 0.9});
#endif
int threads() { return learner->threads(); }
