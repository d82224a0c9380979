// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An optimiser's moment is asked for by a name.
// EXPECT: use "moment" expects "the number of a moment" got "a name"
// CURE: Moments are numbered: adam's first is 0, its second 1.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
#ifdef FIXED
float first(learner& of) { return of.moment(1).get<"dense1.weights">()[0]; }
#else
float first(learner& of) { return of.moment("v").get<"dense1.weights">()[0]; }
#endif
