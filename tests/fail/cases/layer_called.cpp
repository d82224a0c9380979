// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer is called, where its type should stand.
// EXPECT: layer "1 flatten()" expects "the plain type of a layer" got "flatten()" from "0 input<28,28,1>"
// CURE: Write `flatten` without parentheses.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = checked<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = checked<input<28, 28, 1>, flatten(), dense<10>, softmax_cross_entropy>;
#endif
