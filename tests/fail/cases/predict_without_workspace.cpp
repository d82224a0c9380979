// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is asked without a workspace.
// EXPECT: use "predict" expects "an image, a workspace" got "1 argument"
// CURE: Keep a workspace for each thread, and give it.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using answers = predictor<net>;
int digit(const answers& trained, answers::image_view_type image, answers::workspace& room) {
#ifdef FIXED
    return trained.predict(image, room);
#else
    static_cast<void>(room);
    return trained.predict(image);
#endif
}
