// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer that is const evaluates.
// EXPECT: use "evaluate" expects "a trainer that is not const" got "a const one"
// CURE: It needs the trainer's buffers; what answers and is const is a `predictor`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
#ifdef FIXED
double accuracy(learner& of, std::span<const float> images, std::span<const std::uint8_t> labels) {
#else
double accuracy(const learner& of, std::span<const float> images,
                std::span<const std::uint8_t> labels) {
#endif
    return of.evaluate(images, labels).accuracy();
}
