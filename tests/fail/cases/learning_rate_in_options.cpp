// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made with a learning rate among its options.
// EXPECT: use "make_trainer" expects "options: threads, seed, values" got "something else in braces"
// CURE: The learning rate may change from step to step: give it to `step`, as `{.step = 1, .learning_rate = 1e-3}`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
const auto learner = make_trainer<net, adam, batch<16>>({.threads = 1});
#else
const auto learner = make_trainer<net, adam, batch<16>>({.threads = 1, .learning_rate = 1e-3});
#endif
int threads() { return learner->threads(); }
