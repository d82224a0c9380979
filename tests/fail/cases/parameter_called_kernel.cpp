// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Weights are called by a name that they have in another library.
// EXPECT: use "get<conv2.kernel>" expects "one of 6, as conv2.weights" got "conv2.kernel"
// CURE: Use the name that the report suggests.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, conv<4, 3>, conv<8, 3>, flatten, dense<10>,
                    softmax_cross_entropy>;
#ifdef FIXED
float first(const parameters<net>& values) { return values.get<"conv2.weights">()[0]; }
#else
float first(const parameters<net>& values) { return values.get<"conv2.kernel">()[0]; }
#endif
