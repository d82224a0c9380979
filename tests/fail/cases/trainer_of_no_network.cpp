// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made of a layer, not of a network.
// EXPECT: use "template argument Net" expects "a network" got "dense<10>"
// CURE: Name the network first.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int main() {
#ifdef FIXED
    auto made = make_trainer<net, adam, batch<8>>();
#else
    auto made = make_trainer<dense<10>, adam, batch<8>>();
#endif
    return made->threads();
}
