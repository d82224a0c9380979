// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Of three branches side by side the third gives flat values.
// EXPECT: layer "2 concat<...>" expects "14x14, as the branch before" got "8 values" from "2.3.1 global_average_pool"
// CURE: Join images with images: `flatten` and `dense` stand behind `concat`, or in all branches.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<14, 14, 1>, conv<8, 3>,
#ifdef FIXED
    concat<branch<conv<4, 3>>, branch<>, branch<conv<8, 5>>>,
#else
    concat<branch<conv<4, 3>>, branch<>, branch<global_average_pool>>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
