// SPDX-License-Identifier: BSL-1.0
// MISTAKE: `checked` around a `network` that is wrong and never used.
// EXPECT: layer "2 max_pool<3>" expects "H and W divisible by 3" got "28x28x8" from "1 conv<8,3>"
// CURE: As without `network`: a window that divides the image, here 2, or `valid` before it.
#include "typenet/network/network.hpp"

using namespace typenet;

template <int Window>
using net = network<input<28, 28, 1>, conv<8, 3>, max_pool<Window>, flatten, dense<10>,
                    softmax_cross_entropy>;

#ifdef FIXED
using digits = checked<net<2>>;
#else
using digits = checked<net<3>>;
#endif
