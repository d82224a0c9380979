// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A residual link adds an image of another size, since its layers have a stride.
// EXPECT: layer "2 residual<...>" expects "14x14x16" got "28x28x16" from "1 conv<16,3>"
// CURE: Give what is added a convolution of the same stride: `residual<branch<...>, shortcut<conv<16, 1, 2>>>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<16, 3>,
#ifdef FIXED
    residual<branch<conv<16, 3, 2>, relu, conv<16, 3>>, shortcut<conv<16, 1, 2>>>,
#else
    residual<conv<16, 3, 2>, relu, conv<16, 3>>,
#endif
    relu, global_average_pool, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
