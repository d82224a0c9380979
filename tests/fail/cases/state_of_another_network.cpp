// SPDX-License-Identifier: BSL-1.0
// MISTAKE: An optimiser goes on from the moments of another network.
// EXPECT: use "parameters" expects "those of 2 relu" got "2 dropout" from "another network"
// CURE: Copy between trainers of one network type.
#include "typenet/typenet.hpp"

using namespace typenet;

using first = network<input<28, 28, 1>, flatten, relu, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using second = first;
#else
using second = network<input<28, 28, 1>, flatten, dropout, dense<10>, softmax_cross_entropy>;
#endif
void resume(trainer<first, adam, batch<8>>& to, trainer<second, adam, batch<8>>& from) {
    to.moment(0) = from.moment(0);
}
