// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The reference loops compute in double, and are given floats.
// EXPECT: use "forward" expects "a pointer to doubles" got "const float*"
// CURE: Give pixels of the type that the loops compute with.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using pixel = double;
#else
using pixel = float;
#endif
double first_logit(const parameters<net, double>& values, const pixel* image) {
    return reference::walk<net, double>(values).forward(image)[0];
}
