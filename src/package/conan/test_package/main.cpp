// SPDX-License-Identifier: BSL-1.0
// Learns which of four lights is on. The exit code says whether it did.
#include <array>
#include <cstdint>
#include <cstdio>

#include <typenet/typenet.hpp>

using namespace typenet;

using lights = network<input<4>, dense<4>, softmax_cross_entropy>;

int main() {
    const auto trainer = make_trainer<lights, adam, batch<4>>({.threads = 1, .seed = 1});
    std::array<float, 16> inputs{};
    std::array<std::uint8_t, 4> labels{};
    for (std::uint8_t i = 0; i < 4; ++i) {
        inputs[5U * i] = 1;
        labels[i] = i;
    }
    using types = decltype(trainer)::element_type;
    step_result last{};
    for (std::uint32_t step = 1; step <= 300; ++step)
        last = trainer->step(types::images_view(inputs), types::labels_view(labels),
                             {.step = step, .learning_rate = 0.05});
    std::printf("loss %.4f\n", last.loss);
    return last.loss < 0.1 ? 0 : 1;
}
