// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is given the workspace of another one.
// EXPECT: use "predict" expects "a workspace of this predictor" got "other_room"
// CURE: Each type of predictor has a workspace of its own.
#include "typenet/predictor.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

using image = std::array<float, 28 * 28>;
struct other_room {};
#ifdef FIXED
using room = predictor<net>::workspace;
#else
using room = other_room;
#endif
int answer(const predictor<net>& of, const image& pixels, room& with) {
    return of.predict(pixels, with);
}
