// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A tensor is asked for by its name where a number is taken.
// EXPECT: use "tensor" expects "a number; by its name get<...>()" got "a name"
// CURE: Use `get`, whose size is part of its type.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
float first_weight(const parameters<net>& values) {
#ifdef FIXED
    return values.get<"dense1.weights">()[0];
#else
    return values.tensor("dense1.weights")[0];
#endif
}
