// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An extent of the input is a fraction.
// EXPECT: layer "0 input<28,27.5,1>" expects "whole extents up to 65536" got "28,27.5,1"
// CURE: Give whole numbers of pixels.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 27.5, 1>, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(net::classes == 10);
