// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The reference loops are given an array of fewer pixels than an image has.
// EXPECT: use "forward" expects "64 doubles" got "28"
// CURE: Give a whole image; a pointer's end nobody knows.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
double first_logit(const parameters<net, double>& values) {
#ifdef FIXED
    const double image[64] = {};
#else
    const double image[28] = {};
#endif
    return reference::walk<net, double>(values).forward(image)[0];
}
