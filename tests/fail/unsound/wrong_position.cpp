// SPDX-License-Identifier: BSL-1.0
// FAILS: its first error is another
// MISTAKE: wrong_position
// EXPECT: layer "12 dense<10>" expects "flat values, add flatten" got "28x28x1" from "1 relu"
// CURE: none
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, relu, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, relu, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
