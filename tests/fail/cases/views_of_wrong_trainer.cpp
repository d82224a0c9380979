// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer computes in integers, and its views are made of the program's own arrays: one error.
// EXPECT: use "template argument Scalar" expects "float or double" got "bool"
// CURE: Keep the pixels as float.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using pixel = float;
#else
using pixel = bool;
#endif
using learner = trainer<net, sgd, batch<4>, pixel>;
static_assert(learner::images_view::extent == 4 * 28 * 28);
pixel images[4 * 28 * 28];
std::array<std::uint8_t, 4> labels;
double loss(learner& learns) {
    const learner::labels_view classes = labels;
    return learns.step(learner::images_view(images), classes, {}).loss;
}
