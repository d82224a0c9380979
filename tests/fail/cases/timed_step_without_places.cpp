// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A timed step is not told where its times belong.
// EXPECT: use "timed_step" expects "places for times at the end" got "none"
// CURE: Give it an array of as many as the plan has stages.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
using images = std::array<float, 4 * 64>;
using labels = std::array<std::uint8_t, 4>;
#ifdef FIXED
double loss(learner& learns, const images& x, const labels& y) {
    std::array<stage_time, learner::stages> times{};
    return learns.timed_step(x, y, {.step = 1}, times).loss;
}
#else
double loss(learner& learns, const images& x, const labels& y) {
    return learns.timed_step(x, y, {.step = 1}).loss;
}
#endif
