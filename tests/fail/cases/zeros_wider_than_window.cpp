// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A convolution has more zeros around the image than its window is wide.
// EXPECT: layer "1 conv<16,3,1,pad<3>>" expects "fewer zeros than the window of 3x3" got "a pad of 3" from "0 input<32,32,3>"
// CURE: Half the window, rounded down, keeps the size: `pad<1>` for 3.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<32, 32, 3>,
#ifdef FIXED
    conv<16, 3, pad<1>>,
#else
    conv<16, 3, pad<3>>,
#endif
    batch_norm<0.9, 1e-5>, relu, global_average_pool, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
