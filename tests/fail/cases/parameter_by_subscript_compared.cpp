// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Parameters are used as a map from names to numbers.
// EXPECT: use "parameters" expects "get<name>() or tensor(number)" got "a subscript"
// CURE: Names are part of the type, and each is that of many numbers.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
bool grows(const parameters<net>& values) { return values.get<"dense1.biases">()[0] > 0; }
#else
bool grows(const parameters<net>& values) { return values["dense1.biases"] > 0; }
#endif
