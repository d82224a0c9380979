// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong network is trained.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy>;
#endif
float train(const std::array<float, 4 * 784>& images, const std::array<std::uint8_t, 4>& labels) {
    auto made = make_trainer<net, adam, batch<4>>();
    return made->step(images, labels, {.step = 1}).loss;
}
