// SPDX-License-Identifier: BSL-1.0
// FAILS: it has 2 errors
// MISTAKE: second_error
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x1" from "1 relu"
// CURE: none
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, relu, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, relu, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
#ifndef FIXED
int unrelated = undeclared;
#endif
