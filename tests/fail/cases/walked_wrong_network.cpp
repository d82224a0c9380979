// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The reference loops walk through a wrong network.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "8x8x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/reference.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<8, 8, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<8, 8, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy>;
#endif
std::array<double, reference::walk<net, double>::activations> room;
static_assert(reference::walk<net, double>::activations == 8 * 8 + 2 * 8 * 8 * 4 + 10);
