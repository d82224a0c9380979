// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A deep network is wrong at its end: as many lines.
// EXPECT: layer "51 dense<10>" expects "flat values, add flatten" got "8x8x8" from "50 relu"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<8, 8, 1>,  //
    conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu,  //
    conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu,  //
    conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu,  //
    conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu,  //
    conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu, conv<8, 3>, relu,  //
#ifdef FIXED
    flatten, dense<10>, softmax_cross_entropy>;
#else
    dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0);
