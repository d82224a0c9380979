// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A step gets examples of a data set for another network.
// EXPECT: use "step" expects "10 classes" got "26 classes" from "letters"
// CURE: Train on the data set that the network is for.
#include "typenet/train/trainer.hpp"

using namespace typenet;

struct letters : data_set<28, 28, 1, 26> {};
#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<26>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#endif
void train(trainer<net, adam, batch<8>>& made, const examples<letters, 8>& from) {
    made.step(from, {});
}
