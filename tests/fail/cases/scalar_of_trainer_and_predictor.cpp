// SPDX-License-Identifier: BSL-1.0
// MISTAKE: One type for all numbers is no floating type, and all is made with it: one error.
// EXPECT: use "template argument Scalar" expects "float or double" got "int"
// CURE: Use `float`, or `double` for checks.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using number = float;
#else
using number = int;
#endif
int threads() { return make_trainer<net, adam, batch<8>, number>()->threads(); }
int digit(const parameters<net, number>& values, const std::array<number, 28 * 28>& image) {
    const predictor<net, number> answers(values);
    predictor<net, number>::workspace room;
    return answers.predict(image, room);
}
