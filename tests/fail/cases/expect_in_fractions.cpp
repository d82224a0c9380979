// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A stated shape is computed, and has a fraction.
// EXPECT: layer "2 expect<12.5,12.5,8>" expects "extents as whole numbers" got "12.5,12.5,8" from "1 conv<8,4,2,valid>"
// CURE: Compute with integers.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
constexpr auto side = (28 - 4) / 2 + 1;
#else
constexpr auto side = (28 - 4 + 1) / 2.0;
#endif
using net = network<input<28, 28, 1>, conv<8, 4, 2, valid>, expect<side, side, 8>, flatten,
                    dense<10>, softmax_cross_entropy>;
static_assert(net::classes == 10);
