// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The tables of a wrong network are walked over.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "8x8x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<8, 8, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<8, 8, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy>;
#endif
std::size_t letters() {
    std::size_t all = 0;
    for (const node& layer : net::nodes) all += layer.spelling.view().size();
    for (const auto& tensor : net::tensors) all += tensor.name.view().size();
    return all;
}
