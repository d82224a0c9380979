// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A normalisation has no epsilon, so that a channel of one value would be divided by 0.
// EXPECT: layer "2 batch_norm<0.9,0>" expects "an epsilon above 0, to 1" got "0" from "1 conv<16,3,no_bias>"
// CURE: 1e-5 is PyTorch's, 1e-3 TensorFlow's.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<32, 32, 3>, conv<16, 3, no_bias>,
#ifdef FIXED
    batch_norm<0.9, 1e-5>,
#else
    batch_norm<0.9, 0.0>,
#endif
    relu, global_average_pool, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
