// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The user's own constants hold what a wrong network has before its mistake.
// EXPECT: layer "4 expect<14,14,64>" expects "14x14x64" got "14x14x32" from "3 max_pool<2>"
// CURE: State the 32 channels that there are.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, expect<14, 14, 32>, flatten,
                    dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, expect<14, 14, 64>, flatten,
                    dense<10>, softmax_cross_entropy>;
#endif
constexpr shape pooled = net::shape_after<2>;
static_assert(pooled == shape::image(14, 14, 32));
constexpr int layers[net::depth] = {1, 2, 3, 4, 5, 6, 7};
