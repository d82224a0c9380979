// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The data set has other classes than the loss is over.
// EXPECT: use "app::run" expects "10 classes" got "26 classes" from "letters"
// CURE: Give the last dense layer one unit a class.
#include "typenet/app.hpp"

using namespace typenet;

struct letters : data_set<28, 28, 1, 26> {};
#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<26>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#endif
int main(int argc, char** argv) { return app::run<net, adam, batch<128>, letters>(argc, argv); }
