// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Layers are counted from 0.
// EXPECT: use "get<conv0.weights>" expects "one of 4, as conv1.weights" got "conv0.weights"
// CURE: The first layer of a kind has the number 1.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, conv<4, 3>, relu, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(const parameters<net>& values) { return values.get<"conv1.weights">()[0]; }
#else
float first(const parameters<net>& values) { return values.get<"conv0.weights">()[0]; }
#endif
