// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step is given spans whose sizes are known when the program runs only.
// EXPECT: use "step" expects "4 images, 3136 floats" got "a size known at run time"
// CURE: Cut them to size: `first<N>()` of a span, or an `images_view` of it.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
step_result train(learner& t, std::span<const float> images, std::span<const std::uint8_t> labels) {
#ifdef FIXED
    return t.step(learner::images_view(images), learner::labels_view(labels), {});
#else
    return t.step(images, labels, {});
#endif
}
