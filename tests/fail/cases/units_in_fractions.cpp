// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The units of a dense layer are computed, and are a fraction.
// EXPECT: layer "4 dense<392.5>" expects "a whole number of units" got "392.5" from "3 flatten"
// CURE: Compute with integers.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
constexpr auto half = 785 / 2;
#else
constexpr auto half = 785 / 2.0;
#endif
using net = network<input<28, 28, 1>, conv<4, 5>, max_pool<2>, flatten, dense<half>, relu,
                    dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
