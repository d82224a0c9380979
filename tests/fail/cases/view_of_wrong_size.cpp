// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A view of a minibatch's images is made of an array of another size.
// EXPECT: use "view" expects "256 floats" got "300"
// CURE: Give it as many as there are pixels in a batch.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
#ifdef FIXED
std::array<float, 4 * 8 * 8> images;
#else
std::array<float, 300> images;
#endif
double loss(learner& learns, learner::labels_view labels) {
    return learns.step(learner::images_view(images), labels, {}).loss;
}
