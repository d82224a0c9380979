// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer evaluates examples of another data set.
// EXPECT: use "evaluate" expects "images 28x28x1" got "32x32x1" from "signs"
// CURE: Evaluate the data set that the network is for.
#include "typenet/train/trainer.hpp"

using namespace typenet;

#ifdef FIXED
struct signs : data_set<28, 28, 1, 10> {};
#else
struct signs : data_set<32, 32, 1, 10> {};
#endif
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
double loss(trainer<net, adam, batch<8>>& learns, const examples<signs, 100>& some) {
    return learns.evaluate(some).loss;
}
