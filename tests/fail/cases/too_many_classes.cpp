// SPDX-License-Identifier: BSL-1.0
// MISTAKE: There are more classes than labels can tell apart.
// EXPECT: layer "3 softmax_cross_entropy" expects "at most 256 classes (byte labels)" got "1000 values" from "2 dense<1000>"
// CURE: A label is a byte: 256 classes at most.
#include "typenet/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<32, 32, 3>, flatten, dense<100>, softmax_cross_entropy>;
#else
using net = network<input<32, 32, 3>, flatten, dense<1000>, softmax_cross_entropy>;
#endif
constexpr int classes = net::classes;
