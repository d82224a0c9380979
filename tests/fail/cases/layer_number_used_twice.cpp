// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer of a number that there is not is asked for its shapes.
// EXPECT: use "number of a layer" expects "0 to 2, as there are 3 layers" got "3"
// CURE: Layers count from 0, behind the input.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
constexpr int last = 2;
#else
constexpr int last = 3;
#endif
static_assert(net::shape_after<last> == net::shape_before<last>);
