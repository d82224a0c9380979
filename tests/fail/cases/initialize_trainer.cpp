// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Initial values are asked for a trainer, not for its parameters.
// EXPECT: use "initialize" expects "parameters, as values() of a trainer" got "trainer<network<...>, adam, batch<4>>"
// CURE: Give its `values()`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
void begin_again(trainer<net, adam, batch<4>>& learns) {
#ifdef FIXED
    initialize(learns.values(), initial_values::he_normal, 2);
#else
    initialize(learns, initial_values::he_normal, 2);
#endif
}
