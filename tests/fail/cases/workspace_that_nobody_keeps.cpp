// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A workspace is made for one answer only.
// EXPECT: use "logits" expects "a workspace of this predictor" got "one that nobody keeps"
// CURE: Keep it; it is what makes an answer free of allocations.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using answers = predictor<net>;
float first_logit(const answers& trained, answers::image_view_type image) {
#ifdef FIXED
    answers::workspace room;
    return trained.logits(image, room)[0];
#else
    return trained.logits(image, answers::workspace{})[0];
#endif
}
