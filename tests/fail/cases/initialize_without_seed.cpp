// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Initial values are asked for without a seed.
// EXPECT: use "initialize" expects "parameters, initial_values, seed" got "2 arguments"
// CURE: Say the seed: the same one gives the same values.
#include "typenet/network/initial_values.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
void begin_again(parameters<net>& values) {
#ifdef FIXED
    initialize(values, initial_values::he_normal, 2);
#else
    initialize(values, initial_values::he_normal);
#endif
}
