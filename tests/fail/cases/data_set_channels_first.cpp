// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A data set's images are in PyTorch's order, channels first.
// EXPECT: use "app::run" expects "images 28x28x1" got "1x28x28" from "digits"
// CURE: Height, width, channels, classes: `data_set<28, 28, 1, 10>`.
#include "typenet/app.hpp"

using namespace typenet;

#ifdef FIXED
struct digits : data_set<28, 28, 1, 10> {};
#else
struct digits : data_set<1, 28, 28, 10> {};
#endif
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
int main(int argc, char** argv) { return app::run<net, adam, batch<128>, digits>(argc, argv); }
