// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The images are too large.
// EXPECT: layer "0 input<65536,65536,3>" expects "fewer than 2^31 values" got "65536x65536x3"
// CURE: Use smaller images.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
#ifdef FIXED
    input<64, 64, 3>,
#else
    input<65536, 65536, 3>,
#endif
    flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
