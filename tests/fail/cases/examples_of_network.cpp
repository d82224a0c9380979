// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network stands where examples have a data set.
// EXPECT: use "examples" expects "a data set, as data_set<...>" got "network<...>"
// CURE: Name the data set.
#include "typenet/train/trainer.hpp"

using namespace typenet;

struct digits : data_set<28, 28, 1, 10> {};
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using some = examples<digits, 8>;
#else
using some = examples<net, 8>;
#endif
double loss(trainer<net, adam, batch<8>>& learns, const some& given) {
    return learns.step(given, {}).loss;
}
