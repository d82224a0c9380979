// SPDX-License-Identifier: BSL-1.0
// FAILS: it takes [0-9]+ lines
// MISTAKE: too_many_lines
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x1" from "1 relu"
// LEVELS: 2
// CURE: none
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, relu, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, relu, dense<10>, softmax_cross_entropy>;
#endif
template <class Net> struct one { static constexpr int size = sizeof(Net); };
template <class Net> struct two { static constexpr int size = one<Net>::size; };
template <class Net> struct three { static constexpr int size = two<Net>::size; };
template <class Net> struct four { static constexpr int size = three<Net>::size; };
static_assert(four<net>::size > 0);
