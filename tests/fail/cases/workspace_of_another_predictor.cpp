// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is given the workspace of another one.
// EXPECT: use "predict" expects "a workspace of this predictor" got "that of another"
// CURE: Each type of predictor has a workspace of its own.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

using small = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using image = std::array<float, 28 * 28>;
#ifdef FIXED
using room = predictor<net>::workspace;
#else
using room = predictor<small>::workspace;
#endif
int answer(const predictor<net>& of, const image& pixels, room& with) {
    return of.predict(pixels, with);
}
