// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A batch has more images than an int can count.
// EXPECT: use "trainer" expects "a batch of 1 to 65536 images" got "batch<4294967296>"
// CURE: Give a batch that fits into memory.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
constexpr auto images = 1L << 7;
#else
constexpr auto images = 1L << 32;
#endif
int threads() { return make_trainer<net, adam, batch<images>>()->threads(); }
