// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A number stands where the batch should.
// EXPECT: use "make_trainer" expects "batch<128>" got "128"
// CURE: A batch is a type: `batch<128>`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int threads() {
#ifdef FIXED
    return make_trainer<net, adam, batch<128>>()->threads();
#else
    return make_trainer<net, adam, 128>()->threads();
#endif
}
