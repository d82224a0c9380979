// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer has a batch of 0 images.
// EXPECT: use "trainer" expects "a batch of 1 to 65536 images" got "batch<0>"
// CURE: Give the images of a minibatch.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int main() {
#ifdef FIXED
    auto made = make_trainer<net, adam, batch<8>>();
#else
    auto made = make_trainer<net, adam, batch<0>>();
#endif
    return made->threads();
}
