// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Two trainers have a batch of 0 images.
// EXPECT: use "trainer" expects "a batch of 1 to 65536 images" got "batch<0>"
// CURE: Give the images of a minibatch.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
using few = batch<8>;
#else
using few = batch<0>;
#endif
using learner = trainer<net, sgd, few>;
int threads() {
    auto one = make_trainer<net, sgd, few>();
    auto other = make_trainer<net, sgd, few>();
    const float bias = one->values().get<"dense1.biases">()[0];
    return one->threads() + other->threads() + static_cast<int>(bias);
}
int threads_of(const learner& some) { return some.threads(); }
