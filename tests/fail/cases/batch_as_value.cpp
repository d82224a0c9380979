// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made with an object of the batch, and used.
// EXPECT: use "make_trainer" expects "the type batch<16>" got "a value of it"
// CURE: Leave the braces out.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

double train(const std::array<float, 16 * 784>& images, const std::array<std::uint8_t, 16>& labels) {
#ifdef FIXED
    const auto learner = make_trainer<net, adam, batch<16>>();
#else
    const auto learner = make_trainer<net, adam, batch<16>{}>();
#endif
    return learner->step(images, labels, {.learning_rate = 1e-3}).loss;
}
