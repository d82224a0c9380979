// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer of a class that is derived from a network.
// EXPECT: use "template argument Net" expects "a network, no class derived from one" got "digits"
// CURE: Give the network a name with `using`, or hand over what the class is derived from.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
using digits = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
struct digits : network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy> {};
#endif
auto made() { return make_trainer<digits, adam, batch<4>>(); }
