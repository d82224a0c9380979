// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An `expect` of an image stands where flat values come.
// EXPECT: layer "2 expect<28,28,1>" expects "28x28x1" got "784 values" from "1 flatten"
// CURE: State the values, or move the `expect` before `flatten`.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, flatten,
#ifdef FIXED
    expect<784>,
#else
    expect<28, 28, 1>,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
