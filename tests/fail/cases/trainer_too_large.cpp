// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer needs more memory than any machine has.
// EXPECT: use "trainer" expects "memory of at most 1024 GiB" got "7840 GiB or more"
// CURE: Use a smaller batch, or pool earlier.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<224, 224, 3>, conv<256, 3>, max_pool<2>, flatten, dense<10>,
                    softmax_cross_entropy>;
int main() {
#ifdef FIXED
    auto made = make_trainer<net, adam, batch<8>>();
#else
    auto made = make_trainer<net, adam, batch<65536>>();
#endif
    return made->threads();
}
