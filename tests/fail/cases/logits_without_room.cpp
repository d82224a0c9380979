// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Logits are taken for a result.
// EXPECT: use "logits" expects "images, room for logits" got "1 argument"
// CURE: They are written to where the second argument says.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
using images = std::array<float, 4 * 64>;
#ifdef FIXED
float first(learner& learns, const images& x) {
    std::array<float, 4 * 10> found{};
    learns.logits(x, found);
    return found[0];
}
#else
float first(learner& learns, const images& x) {
    const auto found = learns.logits(x);
    return found[0];
}
#endif
