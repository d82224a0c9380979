// SPDX-License-Identifier: BSL-1.0
// MISTAKE: There are more labels to evaluate than images.
// EXPECT: use "evaluate" expects "64 floats for 1 label" got "6400 for 1000"
// CURE: Give a label to each image.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
std::array<float, 100 * 8 * 8> images;
#ifdef FIXED
std::array<std::uint8_t, 100> labels;
#else
std::array<std::uint8_t, 1000> labels;
#endif
double loss(trainer<net, adam, batch<4>>& learns) { return learns.evaluate(images, labels).loss; }
