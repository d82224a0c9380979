// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A data set is described without its channels.
// EXPECT: use "data_set<28,28,10>" expects "4 numbers: H,W,C,classes" got "3"
// CURE: Give 1 for pictures in grey.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
struct digits : data_set<28, 28, 1, 10> {};
#else
struct digits : data_set<28, 28, 10> {};
#endif
static_assert(digits::classes == 10 && digits::image == shape::image(28, 28, 1));
using net = network<input<28, 28, digits::image.channels>, flatten, dense<digits::classes>,
                    softmax_cross_entropy>;
static_assert(net::classes == 10);
double loss(trainer<net, adam, batch<8>>& learns, const examples<digits, 8>& some) {
    return learns.step(some, {}).loss + learns.evaluate(some).loss;
}
