// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An evaluation is given hyperparameters.
// EXPECT: use "evaluate" expects "images, labels" got "3 arguments"
// CURE: It needs none, as it changes nothing.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
using images = std::array<float, 4 * 64>;
using labels = std::array<std::uint8_t, 4>;
#ifdef FIXED
double loss(learner& learns, const images& x, const labels& y) { return learns.evaluate(x, y).loss; }
#else
double loss(learner& learns, const images& x, const labels& y) {
    return learns.evaluate(x, y, {.step = 1}).loss;
}
#endif
