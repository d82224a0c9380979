// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The input is given a shape in place of its three extents.
// EXPECT: layer "0 input<shape>" expects "3 extents: input<H,W,C>" got "shape"
// CURE: State height, width and channels.
#include "typenet/network/network.hpp"

using namespace typenet;

constexpr shape image = shape::image(28, 28, 1);
#ifdef FIXED
using net = checked<input<image.height, image.width, image.channels>, flatten, dense<10>,
                    softmax_cross_entropy>;
#else
using net = checked<input<image>, flatten, dense<10>, softmax_cross_entropy>;
#endif
