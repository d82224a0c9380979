// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The place of a parameter that is not there.
// EXPECT: use "parameter_place<dense2.biases>" expects "one of 4, as dense1.biases" got "dense2.biases"
// CURE: `typenet describe` lists the names of the parameters.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, conv<32, 5>, relu, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
static_assert(parameter_place<net, "dense1.biases"> == 3);
#else
static_assert(parameter_place<net, "dense2.biases"> == 3);
#endif
