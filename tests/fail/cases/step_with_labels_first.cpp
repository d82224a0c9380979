// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Images and labels are exchanged.
// EXPECT: use "step" expects "4 images, 256 floats" got "std::array<unsigned char, 4>"
// CURE: Images come first.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
std::array<float, 4 * 8 * 8> images;
std::array<std::uint8_t, 4> labels;
double loss(trainer<net, adam, batch<4>>& learns) {
#ifdef FIXED
    return learns.step(images, labels, {}).loss;
#else
    return learns.step(labels, images, {}).loss;
#endif
}
