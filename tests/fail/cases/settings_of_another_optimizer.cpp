// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer is given the settings of another optimiser.
// EXPECT: use "trainer" expects "settings of sgd" got "adam::settings"
// CURE: Give the settings of the optimiser that trains.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
using settings = sgd::settings;
#else
using settings = adam::settings;
#endif
int threads() {
    return make_trainer<net, sgd, batch<16>>({.threads = 1}, settings{})->threads();
}
