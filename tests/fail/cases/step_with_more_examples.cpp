// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is given the examples of a larger batch.
// EXPECT: use "step" expects "8 images" got "16 images"
// CURE: Give as many examples as the trainer's batch has.
#include "typenet/train/trainer.hpp"

using namespace typenet;

struct digits : data_set<28, 28, 1, 10> {};
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
constexpr int images = 8;
#else
constexpr int images = 16;
#endif
double loss(trainer<net, adam, batch<8>>& learns, const examples<digits, images>& batch_of_digits) {
    return learns.step(batch_of_digits, {}).loss;
}
