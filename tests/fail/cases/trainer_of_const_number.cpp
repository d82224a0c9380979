// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is made for the type of a constant.
// EXPECT: use "template argument Net" expects "a network" got "const int"
// CURE: A network is a type, and a trainer's first template argument.
#include "typenet/train/trainer.hpp"

using namespace typenet;

constexpr int classes = 10;
using net = network<input<8, 8, 1>, flatten, dense<classes>, softmax_cross_entropy>;
#ifdef FIXED
auto make() { return make_trainer<net, adam, batch<4>>(); }
#else
auto make() { return make_trainer<decltype(classes), adam, batch<4>>(); }
#endif
