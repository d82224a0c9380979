// SPDX-License-Identifier: BSL-1.0
// MISTAKE: There is room for more logits than the images have.
// EXPECT: use "logits" expects "64 floats for 10 logits" got "6400 for 1200"
// CURE: Give room for as many as there are classes, for each image.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
std::array<float, 100 * 8 * 8> images;
#ifdef FIXED
std::array<float, 100 * 10> found;
#else
std::array<float, 100 * 12> found;
#endif
void judge(trainer<net, adam, batch<4>>& learns) { learns.logits(images, found); }
