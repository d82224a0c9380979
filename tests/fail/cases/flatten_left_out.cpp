// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network of dense layers does not begin with `flatten`.
// EXPECT: layer "1 dense<128>" expects "flat values, add flatten" got "28x28x1" from "0 input<28,28,1>"
// CURE: Put `flatten` behind the input.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    flatten, dense<128>, relu,
#else
    dense<128>, relu,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
