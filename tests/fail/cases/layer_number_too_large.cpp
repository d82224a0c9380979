// SPDX-License-Identifier: BSL-1.0
// MISTAKE: There is no layer of this number.
// EXPECT: use "number of a layer" expects "0 to 3, as there are 4 layers" got "4"
// CURE: The first layer behind the input is 0, as in `layer_at<0>`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, relu, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
static_assert(net::shape_after<3> == shape::values(10));
#else
static_assert(net::shape_after<4> == shape::values(10));
#endif
