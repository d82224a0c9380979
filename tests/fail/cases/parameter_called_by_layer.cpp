// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer's name stands for its weights.
// EXPECT: use "get<conv1>" expects "one of 4, as conv1.weights" got "conv1"
// CURE: Name the tensor too: `conv1.weights`, or `conv1.biases`.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, conv<4, 3>, relu, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(const parameters<net>& values) { return values.get<"conv1.weights">()[0]; }
#else
float first(const parameters<net>& values) { return values.get<"conv1">()[0]; }
#endif
