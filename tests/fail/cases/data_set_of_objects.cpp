// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The facts of a data set are not constants of its class.
// EXPECT: use "app::run" expects "static constexpr shape image" got "another in letters"
// CURE: Derive from `data_set`, or write `static constexpr`.
#include "typenet/app.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
struct letters : data_set<28, 28, 1, 10> {};
#else
struct letters {
    shape image = shape::image(28, 28, 1);
    int classes = 10;
};
#endif
int main(int argc, char** argv) { return app::run<net, adam, batch<64>, letters>(argc, argv); }
