// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The classes of a wrong network go where plain numbers must: one error.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x4" from "1 conv<4,5>"
// CURE: Put `flatten` before the first dense layer.
#include <algorithm>

#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<4, 5>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<4, 5>, dense<10>, softmax_cross_entropy>;
#endif
static_assert(!(net::classes > 10));
constexpr int last = net::classes - 1;
static_assert(last == 9);
int shown() { return std::min(net::classes, 5); }
bool is_last(int label) {
    switch (label) {
        case net::classes - 1: return true;
        case net::classes: return false;
        default: return false;
    }
}
