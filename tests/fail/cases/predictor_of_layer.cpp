// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer is used as a network, more than once.
// EXPECT: use "template argument Net" expects "a network" got "dense<10>"
// CURE: Give the network itself.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
using answering = net;
#else
using answering = dense<10>;
#endif
const parameters<answering> values;
predictor<answering> made() { return predictor<answering>(values); }
