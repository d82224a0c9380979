// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer that is const trains.
// EXPECT: use "step" expects "a trainer that is not const" got "a const one"
// CURE: A step changes the parameters: take it by plain reference.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
using digits = data_set<8, 8, 1, 10>;
#ifdef FIXED
double loss(learner& of, const examples<digits, 4>& from) {
#else
double loss(const learner& of, const examples<digits, 4>& from) {
#endif
    return of.step(from, {.step = 1}).loss;
}
