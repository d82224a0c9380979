// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The batch stands among the layers.
// EXPECT: layer "1 batch<128>" expects "a layer" got "batch<128>" from "0 input<28,28,1>"
// CURE: Name the batch where the trainer is made: `make_trainer<net, adam, batch<128>>()`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>,
#ifdef FIXED
    flatten,
#else
    batch<128>, flatten,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
