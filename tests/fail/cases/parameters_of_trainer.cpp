// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is copied where its parameters should be.
// EXPECT: use "parameters" expects "parameters, as values() of a trainer" got "trainer<network<...>, adam, batch<4>>"
// CURE: Ask it for them: `of.values()`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
#ifdef FIXED
void keep(parameters<net>& best, const learner& of) { best = of.values(); }
#else
void keep(parameters<net>& best, const learner& of) { best = of; }
#endif
