// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Logits are to go where they may not be written.
// EXPECT: use "logits" expects "floats in a row" got "std::span<const float>"
// CURE: Give a place of the trainer's numbers that can be changed.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
using number = float;
#else
using number = const float;
#endif

void answer(trainer<net, adam, batch<8>>& made, std::span<float> images, std::span<number> out) {
    made.logits(images, out);
}
