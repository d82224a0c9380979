// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is asked with braces in place of its workspace.
// EXPECT: use "predict" expects "a workspace of this predictor" got "one that nobody keeps"
// CURE: Keep a workspace for each thread: answers need room, which would be made anew each time.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
using answers = predictor<net>;

int digit(const answers& one, answers::image_view_type image, answers::workspace& room) {
#ifdef FIXED
    return one.predict(image, room);
#else
    static_cast<void>(room);
    return one.predict(image, {});
#endif
}
