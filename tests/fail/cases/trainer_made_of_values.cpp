// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made of a network and an optimiser that are values.
// EXPECT: use "template argument Net" expects "a network" got "nothing"
// CURE: They are types: `make_trainer<net, adam, batch<16>>()`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
const auto learner = make_trainer<net, adam, batch<16>>();
#else
const auto learner = make_trainer(net{}, adam{}, batch<16>{});
#endif
int threads() { return learner->threads(); }
