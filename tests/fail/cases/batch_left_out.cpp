// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The batch is left out.
// EXPECT: use "trainer" expects "a batch, such as batch<128>" got "nothing"
// CURE: Name network, optimiser and batch.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int main() {
#ifdef FIXED
    auto made = make_trainer<net, adam, batch<8>>();
#else
    auto made = make_trainer<net, adam>();
#endif
    return made->threads();
}
