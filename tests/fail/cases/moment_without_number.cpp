// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A moment of a trainer is asked for, and not said which.
// EXPECT: use "moment" expects "the number of a moment" got "no argument"
// CURE: Say which: Adam's are number 0 and 1.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;

float first(const trainer<net, adam, batch<4>>& learner) {
#ifdef FIXED
    return learner.moment(0).data()[0];
#else
    return learner.moment().data()[0];
#endif
}
