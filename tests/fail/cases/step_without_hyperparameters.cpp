// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step is given images and labels, and no hyperparameters.
// EXPECT: use "step" expects "images, labels, hyperparameters" got "2 arguments"
// CURE: Give hyperparameters too; `{}` are the usual ones.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
double loss(learner& learns, learner::images_view images, learner::labels_view labels) {
#ifdef FIXED
    return learns.step(images, labels, {}).loss;
#else
    return learns.step(images, labels).loss;
#endif
}
