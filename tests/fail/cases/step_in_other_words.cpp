// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step is given its numbers under the names of another framework.
// EXPECT: use "step" expects "step, learning_rate, keep_probability, seed" got "something else in braces"
// CURE: Name them as `hyperparameters` does.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, sgd, batch<16>>;

double train(learner& one, learner::images_view images, learner::labels_view labels) {
#ifdef FIXED
    return one.step(images, labels, {.step = 1, .learning_rate = 0.1}).loss;
#else
    return one.step(images, labels, {.step = 1, .lr = 0.1}).loss;
#endif
}
