// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The number of a layer is negative.
// EXPECT: use "number of a layer" expects "0 to 2, as there are 3 layers" got "-1"
// CURE: The first layer behind the input is 0; the last one is `depth - 1`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using loss = net::layer_at<net::depth - 1>;
#else
using loss = net::layer_at<-1>;
#endif
static_assert(sizeof(loss) > 0);
