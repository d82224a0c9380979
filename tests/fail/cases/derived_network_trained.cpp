// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A class derived from a wrong network is to be trained.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "8x8x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer, and name the network with `using`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
using digits = network<input<8, 8, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
struct digits : network<input<8, 8, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy> {};
#endif
static_assert(digits::depth > 2);
int threads() { return make_trainer<digits, adam, batch<4>>()->threads(); }
