// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The labels of a step stand in braces.
// EXPECT: use "step" expects "4 labels, std::uint8_t" got "std::initializer_list<int>"
// CURE: Labels are an array of bytes.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
using images = std::array<float, 4 * 64>;
#ifdef FIXED
constexpr std::array<std::uint8_t, 4> labels{0, 1, 1, 0};
double loss(learner& learns, const images& x) { return learns.step(x, labels, {}).loss; }
#else
double loss(learner& learns, const images& x) { return learns.step(x, {0, 1, 1, 0}, {}).loss; }
#endif
