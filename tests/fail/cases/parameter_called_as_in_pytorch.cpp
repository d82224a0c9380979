// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Biases are called as PyTorch's examples call them.
// EXPECT: use "get<fc1.bias>" expects "one of 2, as dense1.biases" got "fc1.bias"
// CURE: A layer's name is its kind and its number among its kind.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
float first(const parameters<net>& values) { return values.get<"dense1.biases">()[0]; }
#else
float first(const parameters<net>& values) { return values.get<"fc1.bias">()[0]; }
#endif
