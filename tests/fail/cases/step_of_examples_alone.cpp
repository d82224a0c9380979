// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step on examples of a data set is told no hyperparameters.
// EXPECT: use "step" expects "examples, hyperparameters" got "1 argument"
// CURE: Say at least which step it is: `{.step = 1}`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using digits = data_set<8, 8, 1, 10>;
double train(trainer<net, adam, batch<4>>& learns, const examples<digits, 4>& minibatch) {
#ifdef FIXED
    return learns.step(minibatch, {.step = 1}).loss;
#else
    return learns.step(minibatch).loss;
#endif
}
