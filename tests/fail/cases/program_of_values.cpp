// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A program is made with an object of the optimiser.
// EXPECT: use "app::run" expects "the type sgd" got "a value of it"
// CURE: Leave the braces out.
#include "typenet/app.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int main(int argc, char** argv) {
#ifdef FIXED
    return app::run<net, sgd, batch<16>>(argc, argv);
#else
    return app::run<net, sgd{}, batch<16>>(argc, argv);
#endif
}
