// SPDX-License-Identifier: BSL-1.0
// Exports networks and says what they give: networks FOLDER writes, for each, FOLDER/NAME.onnx,
// NAME.hpp, NAME.safetensors, and as floats NAME.images (1,000 of noise) and NAME.logits.
// FOLDER/again has another mlp. export_test.py compares what others make of the files.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "checkpoint/checkpoint.hpp"
#include "data/input_maker.hpp"
#include "exchange/header.hpp"
#include "exchange/onnx.hpp"
#include "typenet/app.hpp"

using namespace typenet;

namespace {

constexpr std::size_t images = 1000;

template <class Content>
void write(const std::filesystem::path& file, const Content& content) {
    const auto bytes = std::as_bytes(std::span(content));
    std::ofstream to(file, std::ios::binary);
    to.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
    if (!to.flush()) throw std::runtime_error("cannot write " + file.string());
}

template <class Net>
void export_network(const std::filesystem::path& folder, const std::string& name,
                    const data::input_scaling& inputs = {}, unsigned seed = 7) {
    const app::model network = app::model_of<Net, sgd, batch<8>>();
    const std::unique_ptr<app::engine> how = network.make(1);
    std::mt19937 random(seed);
    const auto between = [&](float a, float b) {
        return a + (b - a) * static_cast<float>(random() >> 8) * 0x1p-24F;
    };
    for (std::size_t i = 0; i < network.summary.tensors.size(); ++i) {
        const tensor& tensor = network.summary.tensors[i].tensor;
        const float most =
            tensor.is_weights() ? std::sqrt(6 / static_cast<float>(tensor.fan_in)) : 0.1F;
        for (float& value : how->parameter(i)) value = between(-most, most);
    }
    std::vector<float> pixels(images * static_cast<std::size_t>(network.summary.input.size()));
    for (float& pixel : pixels) pixel = between(0, 1);
    std::vector<float> logits(images * static_cast<std::size_t>(network.summary.classes));
    // The files take the pixels as they are.
    std::vector<float> scaled = pixels;
    const shape& size = network.summary.input;
    const data::scaler scale(inputs, {size.height, size.width, size.channels});
    for (std::size_t i = 0; i < images; ++i)
        scale.apply(std::span(scaled).subspan(i * pixels.size() / images, pixels.size() / images));
    how->logits(scaled, logits);

    write(folder / (name + ".onnx"), exchange::onnx_model(network.summary, *how, inputs, "test"));
    write(folder / (name + ".hpp"), exchange::header_source(network.summary, *how, inputs,
                                                            exchange::namespace_of(name), "test"));
    app::run_state state;
    state.inputs = inputs;
    app::write_checkpoint(folder / (name + ".safetensors"), network.summary, *how, state);
    write(folder / (name + ".images"), pixels);
    write(folder / (name + ".logits"), logits);
}

using digits =
    network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, conv<64, 5>, relu, max_pool<2>,
            flatten, dense<1024>, relu, dropout, dense<10>, softmax_cross_entropy>;
// Everything that a pad, a stride or a turn of the axes could get wrong.
using odd =
    network<input<17, 13, 2>, conv<6, 5, 3>, relu, conv<5, 3, 1, valid>, max_pool<2, 1>, relu,
            expect<3, 2, 5>, flatten, dense<7>, dropout, dense<3>, softmax_cross_entropy>;
using lenet = network<input<28, 28, 1>, conv<6, 5>, relu, max_pool<2>, conv<16, 5, 1, valid>, relu,
                      max_pool<2>, flatten, dense<120>, relu, dense<84>, relu, dense<10>,
                      softmax_cross_entropy>;
using mlp =
    network<input<9, 5, 3>, flatten, relu, dense<33>, relu, dense<4>, softmax_cross_entropy>;

}  // namespace

int main(int argc, char** argv) try {
    constexpr data::value_kind kind = data::value_kind::bytes;
    if (argc != 2) throw std::runtime_error("usage: networks FOLDER");
    export_network<digits>(argv[1], "digits");
    export_network<odd>(argv[1], "odd", {kind, {0.5, 0.25}, {0.3, 2}});
    export_network<lenet>(argv[1], "lenet", {kind, {0.1307}, {0.3081}});
    export_network<mlp>(argv[1], "mlp", {kind, {0.4914, 0.4822, 0.4465}, {0.25}});
    // Others of the same name.
    const std::filesystem::path again = std::filesystem::path(argv[1]) / "again";
    std::filesystem::create_directory(again);
    export_network<mlp>(again, "mlp", {}, 8);
} catch (const std::exception& wrong) {
    std::fprintf(stderr, "error: %s\n", wrong.what());
    return 1;
}
