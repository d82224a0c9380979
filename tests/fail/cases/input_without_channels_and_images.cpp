// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The input lacks its channels; images of that size are right.
// EXPECT: layer "0 input<28,28>" expects "3 extents: input<H,W,C>" got "2"
// CURE: Grey images have one channel.
#include <span>

#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28>, flatten, dense<10>, softmax_cross_entropy>;
#endif
float sum(std::span<const float, net::input_shape.size()> image);
float sum_of(const std::array<float, 784>& image) { return sum(image); }
