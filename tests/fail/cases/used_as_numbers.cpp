// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Constants of a wrong network are counted with, and its tables walked: one error.
// EXPECT: layer "2 dense<10>" expects "flat values, add flatten" got "28x28x4" from "1 conv<4,5>"
// CURE: Put `flatten` before the first dense layer.
#include <algorithm>

#include "typenet/typenet.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<4, 5>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<4, 5>, dense<10>, softmax_cross_entropy>;
#endif
extent all_but(extent some) {
    auto left = net::parameters;
    left -= some;
    left *= 4;
    for (auto i = net::depth; i > 0; --i) ++left;
    return left;
}
extent largest(std::span<const node> layers) {
    return layers.empty() ? 0 : layers.back().parameters;
}
extent of_all() { return largest(net::nodes); }
text first_name() {
    auto table = net::nodes;
    std::sort(table.begin(), table.end(),
              [](const node& a, const node& b) { return a.in.size() < b.in.size(); });
    return table.at(0).name;
}
float sum_of_ten(const predictor<net>& trained, predictor<net>::image_view_type image,
                 predictor<net>::workspace& room) {
    static_assert(std::tuple_size_v<predictor<net>::logits_type> == 10);
    const auto [a, b, c, d, e, f, g, h, i, j] = trained.logits(image, room);
    return a + b + c + d + e + f + g + h + i + j;
}
