// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Logits are asked for with braces in place of a workspace, and used.
// EXPECT: use "logits" expects "a workspace of this predictor" got "one that nobody keeps"
// CURE: Keep a workspace for each thread: answers need room, which would be made anew each time.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
using answers = predictor<net>;

float largest(const answers& one, answers::image_view_type image, answers::workspace& room) {
#ifdef FIXED
    const auto logits = one.logits(image, room);
#else
    static_cast<void>(room);
    const auto logits = one.logits(image, {});
#endif
    return *std::max_element(logits.begin(), logits.end());
}
