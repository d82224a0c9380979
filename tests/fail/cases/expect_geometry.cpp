// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An `expect` states the right number of values in another geometry.
// EXPECT: layer "2 expect<16,16,2>" expects "16x16x2" got "8x8x8" from "1 conv<8,3>"
// CURE: State height, width and channels as they come.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<8, 8, 1>, conv<8, 3>,
#ifdef FIXED
    expect<8, 8, 8>,
#else
    expect<16, 16, 2>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
