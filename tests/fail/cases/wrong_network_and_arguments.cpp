// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network is wrong, and so are the other arguments of its trainer.
// EXPECT: layer "1 dense<784,10>" expects "1 number, its units" got "2" from "0 input<28,28,1>"
// CURE: Mend the network first, then the arguments.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
int threads() { return make_trainer<net, adam, batch<4>>()->threads(); }
#else
using net = network<input<28, 28, 1>, dense<784, 10>, softmax_cross_entropy>;
int threads() { return make_trainer<net, batch<4>, adam>()->threads(); }
#endif
