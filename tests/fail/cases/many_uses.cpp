// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong network is used many times: one error.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/app.hpp"
#include "typenet/train/predictor.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
std::size_t size(const parameters<net>& values) { return sizeof(values); }
int threads() { return make_trainer<net, adam, batch<4>>()->threads(); }
predictor<net> trained(const parameters<net>& values) { return predictor<net>(values); }
int main(int argc, char** argv) { return app::run<net>(argc, argv); }
