// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A gradient is to be added to a trainer.
// EXPECT: use "gradient" expects "parameters to add to" got "trainer<network<...>, sgd, batch<4>>"
// CURE: Add it to parameters of its own, all 0.
#include "typenet/network/reference.hpp"
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using walk = reference::walk<net>;

void add(walk& one, const std::array<float, 64>& image, trainer<net, sgd, batch<4>>& learner) {
#ifdef FIXED
    parameters<net> sum;
    one.gradient(image.data(), 3, 1, sum);
    static_cast<void>(learner);
#else
    one.gradient(image.data(), 3, 1, learner);
#endif
}
