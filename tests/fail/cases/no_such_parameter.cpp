// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A parameter is asked for by a name that none has.
// EXPECT: use "get<conv9.weights>" expects "one of 4, as conv1.weights" got "conv9.weights"
// CURE: `describe` lists the names: kind and number among its kind, `weights` or `biases`.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, conv<8, 3>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(parameters<net>& values) { return values.get<"conv1.weights">()[0]; }
#else
float first(parameters<net>& values) { return values.get<"conv9.weights">()[0]; }
#endif
