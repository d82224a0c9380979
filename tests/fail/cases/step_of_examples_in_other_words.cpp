// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step on examples of a data set is given the share of values that dropout drops.
// EXPECT: use "step" expects "step, learning_rate, keep_probability, seed" got "something else in braces"
// CURE: Say which share it keeps.
#include "typenet/train/trainer.hpp"

using namespace typenet;

struct digits {
    static constexpr shape image = shape::image(28, 28, 1);
    static constexpr int classes = 10;
};
using net = network<input<28, 28, 1>, flatten, dropout, dense<10>, softmax_cross_entropy>;

double train(trainer<net, adam, batch<16>>& learner, const examples<digits, 16>& some) {
#ifdef FIXED
    return learner.step(some, {.keep_probability = 0.75}).loss;
#else
    return learner.step(some, {.dropout = 0.25}).loss;
#endif
}
