// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Fewer places for the stages' times than the trainer has stages.
// EXPECT: use "timed_step" expects "2 stage times" got "1"
// CURE: Take the number from the trainer: `trainer::stages`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<16>, relu, dense<10>, softmax_cross_entropy>;
using small = trainer<net, adam, batch<4>>;

#ifdef FIXED
using times = std::array<stage_time, small::stages>;
#else
using times = std::array<stage_time, 1>;
#endif
double use(small& made, const std::array<float, 256>& images,
           const std::array<std::uint8_t, 4>& labels) {
    times taken{};
    made.timed_step(images, labels, {}, taken);
    return taken[0].forward;
}
