// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The compiler computes a loss of a wrong network, whose weights it has set: one error.
// EXPECT: layer "1 dense<10>" expects "flat values, add flatten" got "8x8x1" from "0 input<8,8,1>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/reference.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<8, 8, 1>, dense<10>, softmax_cross_entropy>;
#endif
static_assert(to_text(net::input_shape) == "8x8x1");
constexpr double loss_of_one_weight() {
    parameters<net, double> values;
    auto weights = values.get<"dense1.weights">();
    weights[5] = 0.5;
    std::array<double, 8 * 8> image{1};
    parameters<net, double> gradient;
    return reference::walk<net, double>(values).gradient(image.data(), 3, 1.0, gradient).loss;
}
static_assert(loss_of_one_weight() > 0);
