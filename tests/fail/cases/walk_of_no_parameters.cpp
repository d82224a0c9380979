// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The reference loops are to walk over what is no parameters.
// EXPECT: use "walk" expects "parameters, as values() of a trainer" got "double"
// CURE: Give the parameters.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using given = parameters<net, double>;
#else
using given = double;
#endif
double first_logit(const given& values, const double* image) {
    return reference::walk<net, double>(values).forward(image)[0];
}
