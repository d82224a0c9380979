// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is given a number of images beside the parameters.
// EXPECT: use "predictor" expects "parameters, as values() of a trainer" got "2 arguments"
// CURE: A predictor answers for one image at a time.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
int answer(const parameters<net>& values, const std::array<float, 64>& image) {
#ifdef FIXED
    const predictor answers(values);
#else
    const predictor answers(values, 32);
#endif
    predictor<net>::workspace room;
    return answers.predict(image, room);
}
