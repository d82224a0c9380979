// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer of one's own does not take the image that comes, and says so.
// EXPECT: layer "1 halved" expects "an even height" got "7x8x1" from "0 input<7,8,1>"
// CURE: What it expects are the layer's own words; give it that.
#include "typenet/network/network.hpp"

using namespace typenet;

struct halved : flatten {
    static constexpr text kind = "halved";
    static constexpr text spelling() { return "halved"; }
    static constexpr shape_or_complaint out(shape in) {
        if (in.height % 2 != 0) return {"an even height", to_text(in)};
        return shape::image(in.height / 2, in.width, in.channels);
    }
};
#ifdef FIXED
using net = network<input<8, 8, 1>, halved, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<7, 8, 1>, halved, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
