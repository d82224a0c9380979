// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A gradient is to be added to parameters that are const.
// EXPECT: use "gradient" expects "parameters to add to" got "const ones"
// CURE: Make the parameters that hold the gradient anew, all 0.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using walk = reference::walk<net>;

float first(walk& one, const std::array<float, 64>& image, parameters<net>& sum) {
#ifdef FIXED
    one.gradient(image.data(), 3, 1, sum);
#else
    one.gradient(image.data(), 3, 1, std::as_const(sum));
#endif
    return image[0] + sum.data()[0];
}
