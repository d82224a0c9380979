// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The sequence of shapes of a wrong network, and nothing else of it.
// EXPECT: layer "3 dense<10>" expects "flat values, add flatten" got "28x28x32" from "2 relu"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/typenet.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<32, 5>, relu, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<32, 5>, relu, dense<10>, softmax_cross_entropy>;
#endif
constexpr auto shapes = shapes_of<net>;
