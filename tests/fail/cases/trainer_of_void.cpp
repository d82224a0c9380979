// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made of something that has no size.
// EXPECT: use "template argument Net" expects "a network" got "void"
// CURE: Name the network first: `make_trainer<net, adam, batch<8>>()`.
#include "typenet/typenet.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = void;
#endif
int main() {
    auto made = make_trainer<net, adam, batch<8>>();
    return made->threads();
}
