// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A parameter is called by its layer's place in the list.
// EXPECT: use "get<dense4.biases>" expects "one of 4, as dense1.biases" got "dense4.biases"
// CURE: The number counts the layers of that kind only.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, conv<4, 3>, relu, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(const parameters<net>& values) { return values.get<"dense1.biases">()[0]; }
#else
float first(const parameters<net>& values) { return values.get<"dense4.biases">()[0]; }
#endif
