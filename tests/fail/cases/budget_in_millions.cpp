// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A budget is written as a floating-point number.
// EXPECT: layer "3 budget<3300000.0>" expects "a whole number of parameters" got "3300000.0" from "2 dense<10>"
// CURE: Write it as an integer.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, budget<3'300'000>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<10>, budget<3.3e6>, softmax_cross_entropy>;
#endif
static_assert(net::classes == 10);
