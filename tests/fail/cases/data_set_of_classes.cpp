// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The data set has classes, and the network is for regression.
// EXPECT: use "app::run" expects "targets of 10 values" got "10 classes" from "digits"
// CURE: Classify with `softmax_cross_entropy`, or state a `regression_data_set`.
#include "typenet/app.hpp"

using namespace typenet;

struct digits : data_set<28, 28, 1, 10> {};
#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, flatten, dense<10>, binary_cross_entropy>;
#endif
int main(int argc, char** argv) { return app::run<net, adam, batch<128>, digits>(argc, argv); }
