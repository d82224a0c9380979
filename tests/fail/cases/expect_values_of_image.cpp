// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An `expect` of flat values stands where an image comes.
// EXPECT: layer "2 expect<6272>" expects "6272 values" got "28x28x8" from "1 conv<8,3>"
// CURE: Flatten first, or state the image.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 3>,
#ifdef FIXED
    flatten, expect<6272>, dense<10>, softmax_cross_entropy>;
#else
    expect<6272>, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
