// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer computes with a type that is no floating type.
// EXPECT: use "template argument Scalar" expects "float or double" got "int"
// CURE: Use `float`, or `double` for checks.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int main() {
#ifdef FIXED
    auto made = make_trainer<net, adam, batch<8>, double>();
#else
    auto made = make_trainer<net, adam, batch<8>, int>();
#endif
    return made->threads();
}
