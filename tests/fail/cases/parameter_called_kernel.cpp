// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Weights are called as Keras calls them.
// EXPECT: use "get<conv1.kernel>" expects "one of 4, as conv1.weights" got "conv1.kernel"
// CURE: Write the name that the error names.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, conv<4, 3>, relu, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(const parameters<net>& values) { return values.get<"conv1.weights">()[0]; }
#else
float first(const parameters<net>& values) { return values.get<"conv1.kernel">()[0]; }
#endif
