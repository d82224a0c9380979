// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong network is used first within a template of one's own.
// EXPECT: layer "2 max_pool<3>" expects "H and W divisible by 3" got "28x28x8" from "1 conv<8,5>"
// LEVELS: 1
// CURE: Choose a window that divides the height and the width.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<8, 5>, max_pool<4>, flatten, dense<10>,
                    softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<8, 5>, max_pool<3>, flatten, dense<10>,
                    softmax_cross_entropy>;
#endif

template <class Net>
constexpr int layers() {
    return static_cast<int>(Net::depth);
}

int shown = layers<net>();
