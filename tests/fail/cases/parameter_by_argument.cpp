// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A parameter's name is an argument of the function, not of the template.
// EXPECT: use "get" expects "a name between < and >" got "one between ( and )"
// CURE: Names are part of the type: `get<"dense1.weights">()`.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(parameters<net>& values) { return values.get<"dense1.weights">()[0]; }
#else
float first(parameters<net>& values) { return values.get("dense1.weights")[0]; }
#endif
