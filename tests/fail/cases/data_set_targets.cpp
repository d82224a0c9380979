// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network for regression gives other numbers than the data set has targets for.
// EXPECT: use "app::run" expects "targets of 4 values" got "targets of 3 values" from "joints"
// CURE: Give the last layer as many outputs as an image has targets: `dense<3>`.
#include "typenet/app.hpp"

using namespace typenet;

struct joints : regression_data_set<32, 32, 1, 3> {};
#ifdef FIXED
using net = network<input<32, 32, 1>, flatten, dense<3>, mean_squared_error>;
#else
using net = network<input<32, 32, 1>, flatten, dense<4>, mean_squared_error>;
#endif
int main(int argc, char** argv) { return app::run<net, adam, batch<128>, joints>(argc, argv); }
