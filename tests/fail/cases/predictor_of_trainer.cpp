// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is made of a trainer, not of its parameters.
// EXPECT: use "predictor" expects "parameters, as values() of a trainer" got "learner"
// CURE: Give it `values()` of the trainer.
#include "typenet/train/predictor.hpp"
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

struct learner : trainer<net, adam, batch<4>> {
    using trainer::trainer;
};
#ifdef FIXED
predictor<net> of(const learner& trained) { return predictor<net>(trained.values()); }
#else
predictor<net> of(const learner& trained) { return predictor<net>(trained); }
#endif
