// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A wrong network is used many times: one error.
// EXPECT: layer "3 dense<10>" expects "flat values, add flatten" got "28x28x32" from "2 relu"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/app.hpp"
#include "typenet/train/predictor.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<32, 5>, relu, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<32, 5>, relu, dense<10>, softmax_cross_entropy>;
#endif
static_assert(sizeof(net) > 0 && net::classes == 10);
constexpr auto layers = layers_of<net>;
static_assert(parameter_place<net, "dense1.biases"> == 3);
float use(const std::array<float, 4 * 784>& images, const std::array<std::uint8_t, 4>& labels) {
    auto made = make_trainer<net, adam, batch<4>>();
    made->step(images, labels, {});
    const predictor<net> trained(made->values());
    predictor<net>::workspace room;
    const std::array<float, 784> image{};
    const std::array<float, 10> logits = trained.logits(image, room);
    return logits[0] + made->values().get<"conv1.weights">()[0];
}
int main(int argc, char** argv) { return app::run<net>(argc, argv); }
