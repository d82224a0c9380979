// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Sizes of arrays and template arguments from a wrong network: one error.
// EXPECT: layer "1 (the end)" expects "a loss as the last layer" got "none" from "0 input<28,28,1>"
// CURE: List layers and a loss behind the input.
#include "typenet/typenet.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>>;
#endif
template <int Classes>
struct names {
    static_assert(Classes > 0);
    const char* of[Classes];
};
std::array<float, net::input_shape.size()> image;
float doubled[2 * net::classes];
names<net::classes> classes;
view<float, net::output_shape.height, net::output_shape.channels> rows;
image_view<float, net::input_shape> pixels;
constexpr std::size_t parameters_in_all = net::parameters;
std::array<float, 10> logits(const predictor<net>& trained, predictor<net>::workspace& room) {
    return trained.logits(image, room);
}
std::span<float, 10> biases(parameters<net>& values) { return values.get<"dense1.biases">(); }
