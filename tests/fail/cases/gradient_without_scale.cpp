// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A gradient is asked for without its scale.
// EXPECT: use "gradient" expects "image, label, scale, parameters" got "3 arguments"
// CURE: Give the factor of the loss, such as 1.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using walk = reference::walk<net>;

float first(walk& one, const std::array<float, 64>& image, parameters<net>& sum) {
#ifdef FIXED
    one.gradient(image.data(), 3, 1, sum);
#else
    one.gradient(image.data(), 3, sum);
#endif
    return image[0] + sum.data()[0];
}
