// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Rows of the tables of a wrong network are taken apart, and their names asserted.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "8x8x4" from "1 conv<4,3>"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<8, 8, 1>, conv<4, 3>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<8, 8, 1>, conv<4, 3>, dense<10>, softmax_cross_entropy>;
#endif
static_assert(net::nodes[0].name.view().starts_with("conv"));
static_assert(net::nodes[0].spelling.view().size() == 9);

extent weights() {
    extent all = 0;
    for (const auto& [name, tensor, layer, offset] : net::tensors) {
        const auto& [part, extents, rank, fan_in] = tensor;
        if (part == "weights" && rank > 1 && offset % 16 == 0) all += tensor.size();
    }
    return all;
}
