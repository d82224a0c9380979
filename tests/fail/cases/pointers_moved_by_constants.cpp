// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Constants of a wrong network move pointers and iterators, and divide fractions.
// EXPECT: layer "1 dense<10>" expects "flat values, add flatten" got "28x28x1" from "0 input<28,28,1>"
// CURE: Put `flatten` before the first dense layer; the rest is right.
#include <algorithm>
#include <vector>

#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, dense<10>, softmax_cross_entropy>;
#endif
const float* end_of(const float* image) { return image + net::input_shape.size(); }
void copy_first(const std::vector<float>& images, std::vector<float>& image) {
    std::copy(images.begin(), images.begin() + net::input_shape.size(), image.begin());
}
std::array<double, 2> shares(double seconds) {
    return {seconds / net::depth, 1.0 / net::parameters};
}
static_assert(std::tuple_size_v<std::remove_cvref_t<decltype(net::nodes)>> > 0);
