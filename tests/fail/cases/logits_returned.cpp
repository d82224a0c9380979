// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Logits are taken for what a function returns.
// EXPECT: use "logits" expects "images, room for logits" got "1 argument"
// CURE: Bring the room for them: a step and what is beside it never allocate.
#include <vector>

#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<16>>;

std::vector<float> answer(learner& one, const std::vector<float>& images) {
#ifdef FIXED
    std::vector<float> logits(images.size() / learner::image_size * net::classes);
    one.logits(images, logits);
#else
    std::vector<float> logits = one.logits(images);
#endif
    return logits;
}
