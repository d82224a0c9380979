// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is given a pointer to its workspace.
// EXPECT: use "predict" expects "a workspace of this predictor" got "a pointer"
// CURE: It takes the workspace itself.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
int answer(const predictor<net>& of, const std::array<float, 64>& image) {
    predictor<net>::workspace room;
#ifdef FIXED
    return of.predict(image, room);
#else
    return of.predict(image, &room);
#endif
}
