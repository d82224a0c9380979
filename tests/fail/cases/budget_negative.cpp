// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A budget below 0.
// EXPECT: layer "3 budget<-1000>" expects "a number of 0 or more" got "-1000" from "2 dense<10>"
// CURE: State how many parameters there may be.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = checked<input<8, 8, 1>, flatten, dense<10>, budget<1000>, softmax_cross_entropy>;
#else
using net = checked<input<8, 8, 1>, flatten, dense<10>, budget<-1000>, softmax_cross_entropy>;
#endif
