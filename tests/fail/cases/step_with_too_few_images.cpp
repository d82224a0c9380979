// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step gets fewer images than the batch has.
// EXPECT: use "step" expects "8 images, 6272 floats" got "784"
// CURE: Give all images of the minibatch, one after the other.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

void train(trainer<net, adam, batch<8>>& made, const std::array<std::uint8_t, 8>& labels) {
#ifdef FIXED
    static std::array<float, 8 * 784> images{};
#else
    static std::array<float, 784> images{};
#endif
    made.step(images, labels, {});
}
