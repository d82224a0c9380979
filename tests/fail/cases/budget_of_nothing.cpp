// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A budget stands where there are no parameters yet.
// EXPECT: layer "1 budget<5000>" expects "layers with parameters before it" got "none" from "0 input<28,28,1>"
// CURE: Put the budget behind the layers that it is for.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<8, 3>, flatten, dense<10>, budget<63'000>,
                    softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, budget<5'000>, conv<8, 3>, flatten, dense<10>,
                    softmax_cross_entropy>;
#endif
static_assert(net::parameters > 0);
