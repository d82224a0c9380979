// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A dense layer is given its inputs too; as many names as it has units are right.
// EXPECT: layer "2 dense<784,10>" expects "1 number, its units" got "2" from "1 flatten"
// CURE: Give the units alone.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<784, 10>, softmax_cross_entropy>;
#endif
constexpr std::array<const char*, net::classes> names{"0", "1", "2", "3", "4",
                                                      "5", "6", "7", "8", "9"};
static_assert(names.size() == 10);
