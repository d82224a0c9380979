// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made of options in braces, which `make_trainer` takes.
// EXPECT: use "trainer" expects "a number of threads" got "something else in braces"
// CURE: Give a trainer its threads, or let `make_trainer` make it.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
#ifdef FIXED
learner pupil(2);
#else
learner pupil({.threads = 2});
#endif
