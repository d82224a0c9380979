// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step without labels, its hyperparameters in braces.
// EXPECT: use "step" expects "images, labels, hyperparameters" got "2 arguments"
// CURE: A step takes the labels of the images too.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
using images = std::array<float, 4 * 64>;
using labels = std::array<std::uint8_t, 4>;
#ifdef FIXED
double loss(learner& learns, const images& x, const labels& y) {
    return learns.step(x, y, {.step = 1}).loss;
}
#else
double loss(learner& learns, const images& x, const labels& /*y*/) {
    return learns.step(x, {.step = 1}).loss;
}
#endif
