// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is to compute with integers.
// EXPECT: use "template argument Scalar" expects "float or double" got "int"
// CURE: Compute in float or double.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
using scalar = float;
#else
using scalar = int;
#endif
int answer(const predictor<net, scalar>& of, std::span<const scalar, 28 * 28> pixels) {
    predictor<net, scalar>::workspace room;
    return of.predict(pixels, room);
}
