// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A walk is asked for logits of no image.
// EXPECT: use "forward" expects "an image" got "no argument"
// CURE: Give it the pixels of one.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using walk = reference::walk<net>;

float first(walk& one, const std::array<float, 64>& image, parameters<net>& sum) {
#ifdef FIXED
    one.forward(image.data());
#else
    one.forward();
#endif
    return image[0] + sum.data()[0];
}
