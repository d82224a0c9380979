// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The reference loops are to compute with integers.
// EXPECT: use "template argument Scalar" expects "float or double" got "int"
// CURE: Compute in float, double or long double.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
using scalar = double;
#else
using scalar = int;
#endif
std::array<double, reference::walk<net, scalar>::activations> room;
static_assert(reference::walk<net, scalar>::activations == 2 * 8 * 8 + 10);
double loss(const parameters<net, scalar>& values, const scalar* image) {
    reference::walk<net, scalar> walked(values);
    parameters<net, scalar> gradient;
    return walked.forward(image)[0] + walked.gradient(image, 7, 1.0, gradient).loss;
}
