// SPDX-License-Identifier: BSL-1.0

// Depthwise convolutions and batch norms against PyTorch in float64: three steps, and what they
// leave behind. parity/make_separable.py made the numbers and explains them.
#include <cmath>
#include <memory>

#include "../parity/parity_data.hpp"
#include "catch.hpp"
#include "typenet/train/trainer.hpp"

namespace {

using namespace typenet;

using net =
    network<input<9, 8, 3>, conv<6, 3, no_bias>, batch_norm<0.9, 1e-5>, relu, depthwise_conv<3, 2>,
            batch_norm<>, relu, depthwise_conv<window<2, 3>, pad<1>, no_bias>, conv<5, 1>,
            residual<depthwise_conv<3>>, relu, global_average_pool, dense<4>,
            softmax_cross_entropy>;
constexpr int images = 6;
using trainer_type = trainer<net, sgd, batch<images>, double>;

double value_of(std::uint32_t number, std::size_t i, bool is_image = false) {
    const double u = tests::parity_unit(number, i);
    if (is_image) return 2 * u - 1;
    const named_tensor& of = net::tensors[number - 1];
    if (of.name.view().ends_with(".gamma") || of.name.view().ends_with(".variance")) return 1 + u;
    return of.tensor.is_weights() ? 2 * u - 1 : (2 * u - 1) / 8;
}

}  // namespace

TEST_CASE("depthwise convolutions and batch norms train as PyTorch has them", "[parity]") {
    std::ifstream file(TYPENET_PARITY_DIR "/separable.json");
    const auto right = nlohmann::json::parse(file);
    const auto made = std::make_unique<trainer_type>(
        2, sgd::settings{.momentum = right.at("momentum").get<double>()});
    for (std::size_t i = 0; i < net::tensors.size(); ++i) {
        const auto values = made->values().tensor(i);
        for (std::size_t j = 0; j < values.size(); ++j)
            values[j] = value_of(static_cast<std::uint32_t>(i + 1), j);
    }
    std::vector<double> pixels(trainer_type::images_view::extent);
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = value_of(0, i, true);
    std::vector<std::uint8_t> labels(images);
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::uint8_t>(i % 4);

    std::uint32_t step = 0;
    for (const double loss : right.at("losses")) {
        const auto said =
            made->step(trainer_type::images_view(pixels), trainer_type::targets_view(labels),
                       {.step = ++step, .learning_rate = right.at("rate").get<double>()});
        CHECK(std::abs(said.loss - loss) < 1e-11);
    }
    CHECK(step == 3);
    for (std::size_t i = 0; i < net::tensors.size(); ++i) {
        const std::string name(net::tensors[i].name.view());
        CAPTURE(name);
        const auto found = made->values().tensor(i);
        const auto& known = right.at("tensors").at(name);
        REQUIRE(found.size() == known.size());
        double worst = 0;
        for (std::size_t j = 0; j < found.size(); ++j)
            worst = std::max(worst, std::abs(found[j] - known[j].get<double>()));
        CHECK(worst < 1e-11);
    }
}
