// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A user's own layer gives an image without pixels.
// EXPECT: layer "1 halved" expects "every extent to give above 0" got "0x0x1" from "0 input<1,1,1>"
// CURE: Let the layer's `out` refuse what it cannot take.
#include "typenet/network/network.hpp"

using namespace typenet;

struct halved : flatten {
    static constexpr text kind = "halved";
    static constexpr text spelling() { return "halved"; }
    static constexpr shape_or_complaint out(shape in) {
        return shape::image(in.height / 2, in.width / 2, in.channels);
    }
};
#ifdef FIXED
using net = network<input<2, 2, 1>, halved, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<1, 1, 1>, halved, flatten, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
