// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An optimiser is given its learning rate once and for all.
// EXPECT: use "trainer" expects "settings of adam (no learning_rate)" got "something else in braces"
// CURE: The learning rate may change from step to step: give it to `step`, as `{.step = 1, .learning_rate = 1e-3}`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<16>>;

#ifdef FIXED
learner one(1, {.beta1 = 0.8});
#else
learner one(1, {.learning_rate = 1e-3, .beta1 = 0.8});
#endif
double train(learner::images_view images, learner::labels_view labels) {
    return one.step(images, labels, {.step = 1, .learning_rate = 1e-3}).loss;
}
