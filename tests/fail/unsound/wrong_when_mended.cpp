// SPDX-License-Identifier: BSL-1.0
// FAILS: mended it does not compile
// MISTAKE: wrong_when_mended
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x1" from "1 relu"
// CURE: none
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, relu, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
