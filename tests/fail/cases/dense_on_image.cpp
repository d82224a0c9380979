// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A dense layer gets an image.
// EXPECT: layer "3 dense<10>" expects "flat values, add flatten" got "28x28x8" from "2 relu"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 3>, relu,
#ifdef FIXED
    flatten, dense<10>,
#else
    dense<10>,
#endif
    softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
