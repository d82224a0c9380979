// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Optimiser and batch are exchanged.
// EXPECT: use "trainer" expects "an optimiser, such as adam" got "batch<8>"
// CURE: The optimiser comes before the batch.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int main() {
#ifdef FIXED
    auto made = make_trainer<net, adam, batch<8>>();
#else
    auto made = make_trainer<net, batch<8>, adam>();
#endif
    return made->threads();
}
