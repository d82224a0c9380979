// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The data set has other images than the network takes.
// EXPECT: use "app::run" expects "images 28x28x1" got "32x32x3" from "cifar10"
// CURE: Begin the network with the data set's images: `input<32, 32, 3>`.
#include "typenet/app.hpp"

using namespace typenet;

struct cifar10 : data_set<32, 32, 3, 10> {};
#ifdef FIXED
using net = network<input<32, 32, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#endif
int main(int argc, char** argv) { return app::run<net, adam, batch<128>, cifar10>(argc, argv); }
