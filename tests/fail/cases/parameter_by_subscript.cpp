// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Parameters are used as a map from names.
// EXPECT: use "parameters" expects "get<name>() or tensor(number)" got "a subscript"
// CURE: Names are part of the type: `get<"dense1.weights">()`.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(const parameters<net>& values) { return values.get<"dense1.weights">()[0]; }
#else
float first(const parameters<net>& values) { return values["dense1.weights"][0]; }
#endif
