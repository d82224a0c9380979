// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A learning rate stands behind the hyperparameters of a step.
// EXPECT: use "step" expects "images, labels, hyperparameters" got "4 arguments"
// CURE: It is one of the hyperparameters.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
using images = std::array<float, 4 * 64>;
using labels = std::array<std::uint8_t, 4>;
#ifdef FIXED
double loss(learner& learns, const images& x, const labels& y) {
    return learns.step(x, y, {.step = 1, .learning_rate = 0.01}).loss;
}
#else
double loss(learner& learns, const images& x, const labels& y) {
    return learns.step(x, y, {.step = 1}, 0.01).loss;
}
#endif
