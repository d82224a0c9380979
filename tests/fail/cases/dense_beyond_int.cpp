// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A dense layer has more units than an int can count.
// EXPECT: layer "2 dense<3000000000>" expects "1 to 16777216 units" got "3000000000" from "1 flatten"
// CURE: Give a number of units that a machine can hold.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
constexpr auto hidden = 3'000u;
#else
constexpr auto hidden = 3'000'000'000u;
#endif
using net = network<input<28, 28, 1>, flatten, dense<hidden>, relu, dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
