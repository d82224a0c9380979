// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The reference loops compute in double, and the room for the gradient is of floats.
// EXPECT: use "parameters" expects "numbers of type double" got "float"
// CURE: Give parameters of the type that the loops compute with.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using room = parameters<net, double>;
#else
using room = parameters<net>;
#endif
double loss(const parameters<net, double>& values, const double* image, room& gradient) {
    return reference::walk<net, double>(values).gradient(image, 3, 1.0, gradient).loss;
}
