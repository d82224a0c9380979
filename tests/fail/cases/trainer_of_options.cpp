// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer itself is made of the options of make_trainer.
// EXPECT: use "trainer" expects "a number of threads" got "trainer_options"
// CURE: Give the number of threads; `initialize` sets the parameters.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
const trainer_options options;
#ifdef FIXED
std::unique_ptr<learner> make() { return std::unique_ptr<learner>(new learner(options.threads)); }
#else
std::unique_ptr<learner> make() { return std::unique_ptr<learner>(new learner(options)); }
#endif
