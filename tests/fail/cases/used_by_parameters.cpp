// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong network is used first by its parameters.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/parameters.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy>;
#endif
std::size_t size(const parameters<net>& values) { return sizeof(values); }
