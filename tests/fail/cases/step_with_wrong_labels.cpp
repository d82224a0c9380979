// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step gets labels of another type.
// EXPECT: use "step" expects "8 labels, std::uint8_t" got "std::array<int, 8>"
// CURE: Labels are bytes: `std::uint8_t`.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

void train(trainer<net, adam, batch<8>>& made, const std::array<float, 8 * 784>& images) {
#ifdef FIXED
    std::array<std::uint8_t, 8> labels{};
#else
    std::array<int, 8> labels{};
#endif
    made.step(images, labels, {});
}
