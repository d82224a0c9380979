// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A number in place of a parameter's name.
// EXPECT: use "get<3>" expects "a name, as dense1.biases" got "3"
// CURE: Name the parameter; `tensor(3)` takes numbers, known when the program runs.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, conv<8, 3>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(parameters<net>& values) { return values.get<"dense1.biases">()[0]; }
#else
float first(parameters<net>& values) { return values.get<3>()[0]; }
#endif
