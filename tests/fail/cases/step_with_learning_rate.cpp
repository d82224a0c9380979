// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A learning rate stands where a step takes all hyperparameters.
// EXPECT: use "step" expects "hyperparameters" got "double"
// CURE: Name it: `{.learning_rate = 1e-3}`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
double loss(learner& learns, learner::images_view images, learner::labels_view labels) {
#ifdef FIXED
    return learns.step(images, labels, {.learning_rate = 1e-3}).loss;
#else
    return learns.step(images, labels, 1e-3).loss;
#endif
}
