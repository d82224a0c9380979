// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong network is the base of a class, and its shapes are asked for.
// EXPECT: layer "3 dense<10>" expects "flat values, add flatten" got "28x28x32" from "2 relu"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
struct digits
    : network<input<28, 28, 1>, conv<32, 5>, relu, flatten, dense<10>, softmax_cross_entropy> {};
#else
struct digits : network<input<28, 28, 1>, conv<32, 5>, relu, dense<10>, softmax_cross_entropy> {};
#endif
static_assert(digits::shape_after<0> == shape::image(28, 28, 32));
static_assert(digits::depth == 5 && digits::shape_before<3>.size() == 25088);
