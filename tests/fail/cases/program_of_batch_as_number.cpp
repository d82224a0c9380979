// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A number stands where the batch of a program should.
// EXPECT: use "app::run" expects "batch<64>" got "64"
// CURE: A batch is a type: `batch<64>`.
#include "typenet/app.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int main(int argc, char** argv) {
#ifdef FIXED
    return app::run<net, adam, batch<64>>(argc, argv);
#else
    return app::run<net, adam, 64>(argc, argv);
#endif
}
