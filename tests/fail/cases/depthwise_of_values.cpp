// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A depthwise convolution stands behind the pooling that ends the images.
// EXPECT: layer "3 depthwise_conv<3>" expects "an image, HxWxC" got "8 values" from "2 global_average_pool"
// CURE: Convolutions come before the images become values.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<8, 5>,
#ifdef FIXED
    depthwise_conv<3>, global_average_pool,
#else
    global_average_pool, depthwise_conv<3>,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
