// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Branches side by side give images of two sizes, since one has a stride.
// EXPECT: layer "2 concat<...>" expects "14x14, as the branch before" got "28x28x8" from "2.2.1 conv<8,1>"
// CURE: Give all branches the same stride.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 3>,
#ifdef FIXED
    concat<branch<conv<16, 3, 2>>, branch<conv<8, 1, 2>>>,
#else
    concat<branch<conv<16, 3, 2>>, branch<conv<8, 1>>>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
