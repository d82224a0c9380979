// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The input is called, as a framework's function.
// EXPECT: layer "0 input<28, 28, 1>()" expects "the plain type of an input" got "input<28, 28, 1>()"
// CURE: Write `input<28, 28, 1>` without parentheses.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = checked<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = checked<input<28, 28, 1>(), flatten, dense<10>, softmax_cross_entropy>;
#endif
