// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A view of a minibatch's labels is made of more of them.
// EXPECT: use "view" expects "4 labels, std::uint8_t" got "5"
// CURE: Views are exactly as long as a minibatch.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<4>>;
#ifdef FIXED
int first(const std::array<std::uint8_t, 4>& labels) { return learner::labels_view(labels)[0]; }
#else
int first(const std::array<std::uint8_t, 5>& labels) { return learner::labels_view(labels)[0]; }
#endif
