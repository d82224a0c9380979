// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A seed stands behind the settings of a trainer.
// EXPECT: use "make_trainer" expects "options, settings" got "3 arguments"
// CURE: It is one of the options.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
auto made() { return make_trainer<net, adam, batch<4>>({.threads = 2, .seed = 7}); }
#else
auto made() { return make_trainer<net, adam, batch<4>>({.threads = 2}, {}, 7); }
#endif
