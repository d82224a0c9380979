// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is to compute in long double, of parameters in it.
// EXPECT: use "template argument Scalar" expects "float or double" got "long double"
// CURE: Only the reference loops do with any floating-point type.
#include "typenet/train/predictor.hpp"
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;

double first_logit(const parameters<net, long double>& values, const std::array<long double, 64>& x) {
#ifdef FIXED
    static reference::walk<net, long double> answers(values);
    return static_cast<double>(answers.forward(x.data())[0]);
#else
    static predictor<net, long double> answers(values);
    predictor<net, long double>::workspace room;
    return static_cast<double>(answers.logits(x, room)[0]);
#endif
}
