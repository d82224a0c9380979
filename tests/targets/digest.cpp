// SPDX-License-Identifier: BSL-1.0
// Trains a small network with a stage of every kind and prints the stages' kernels, then digests of
// all parameters and moments: of ten steps, and of ten on images so faint that what comes of them
// leaves the normal numbers. Compiled for several machines by targets_test.py.
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <vector>

#include "typenet/app.hpp"

using namespace typenet;

namespace {

using net = network<input<14, 14, 3>, conv<16, 3>, relu, conv<32, 5>, relu, max_pool<2>, flatten,
                    dense<21>, relu, dropout, dense<4>, softmax_cross_entropy>;

/// Numbers between -1 and 1, the same everywhere.
class sequence_of_numbers {
public:
    float next() {
        state_ = state_ * 1664525U + 1013904223U;
        return static_cast<float>(static_cast<std::int32_t>(state_)) * 0x1p-31F;
    }

private:
    std::uint32_t state_ = 1;
};

/// FNV-1a.
class digest {
public:
    void add(std::span<const float> values) {
        for (const std::byte byte : std::as_bytes(values))
            value_ = (value_ ^ static_cast<std::uint64_t>(byte)) * 0x100000001b3U;
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325U;
};

std::uint64_t after_ten_steps(const app::model& network, float brightness) {
    const std::unique_ptr<app::engine> trained = network.make(2);
    const std::size_t tensors = network.summary.tensors.size();
    sequence_of_numbers numbers;
    for (std::size_t i = 0; i < tensors; ++i)
        for (float& value : trained->parameter(i)) value = numbers.next() / 4;
    const auto batch = static_cast<std::size_t>(network.summary.batch);
    std::vector<float> images(batch * static_cast<std::size_t>(network.summary.input.size()));
    for (float& pixel : images) pixel = numbers.next() * brightness;
    std::vector<std::uint8_t> labels(batch);
    for (std::size_t i = 0; i < batch; ++i) labels[i] = static_cast<std::uint8_t>(i % 4);

    for (std::uint32_t step = 1; step <= 10; ++step) {
        hyperparameters now;
        now.step = step;
        now.learning_rate = 1e-3;
        now.keep_probability = 0.5;
        trained->step(images, {labels, {}}, now);
    }
    digest all;
    for (std::size_t i = 0; i < tensors; ++i) {
        all.add(trained->parameter(i));
        for (int m = 0; m < network.summary.moments; ++m)
            all.add(trained->moment(static_cast<std::size_t>(m), i));
    }
    return all.value();
}

}  // namespace

int main() {
    const app::model network = app::model_of<net, adam, batch<16>>();
    for (const plan::stage_summary& stage : network.summary.stages) std::puts(stage.kernel.letters);
    for (const float brightness : {1.0F, 1e-37F})
        std::printf("%016llx\n",
                    static_cast<unsigned long long>(after_ten_steps(network, brightness)));
}
