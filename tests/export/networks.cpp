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

std::vector<float> scaled(std::vector<float> pixels, const data::input_scaling& how,
                          const shape& of) {
    const data::scaler by(how, {of.height, of.width, of.channels});
    const auto size = static_cast<std::size_t>(of.size());
    for (std::size_t at = 0; at < pixels.size(); at += size)
        by.apply(std::span(pixels).subspan(at, size));
    return pixels;
}

/// What a trained network may hold: statistics of a normalisation are not those of the start.
float drawn(const tensor& of, std::mt19937& random) {
    const auto between = [&](float a, float b) {
        return a + (b - a) * static_cast<float>(random() >> 8) * 0x1p-24F;
    };
    if (of.name == "gamma" || of.name == "variance") return between(0.5F, 1.5F);
    const float most = of.is_weights() ? std::sqrt(6 / static_cast<float>(of.fan_in)) : 0.3F;
    return between(-most, most);
}

template <class Net>
void export_network(const std::filesystem::path& folder, const std::string& name,
                    const data::input_scaling& scaling = {}, unsigned seed = 7) {
    const app::model network = app::model_of<Net, sgd, batch<8>>();
    const std::unique_ptr<app::engine> how = network.make(1);
    std::mt19937 random(seed);
    for (std::size_t i = 0; i < network.summary.tensors.size(); ++i)
        for (float& value : how->parameter(i))
            value = drawn(network.summary.tensors[i].tensor, random);
    std::vector<float> pixels(images * static_cast<std::size_t>(network.summary.input.size()));
    for (float& pixel : pixels) pixel = static_cast<float>(random() >> 8) * 0x1p-24F;
    std::vector<float> outputs(images * static_cast<std::size_t>(Net::output_shape.size()));
    how->logits(scaled(pixels, scaling, network.summary.input), outputs);

    write(folder / (name + ".onnx"), exchange::onnx_model(network.summary, *how, scaling, "test"));
    write(folder / (name + ".hpp"), exchange::header_source(network.summary, *how, scaling,
                                                            exchange::namespace_of(name), "test"));
    app::write_checkpoint(folder / (name + ".safetensors"), network.summary, *how, {});
    write(folder / (name + ".images"), pixels);
    write(folder / (name + ".logits"), outputs);
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

// Every option of windows, zeros that are not the same on both sides, layers without biases.
using windows = network<input<19, 11, 3>, conv<6, window<10, 4>, stride<2>>, batch_norm<>, relu,
                        conv<8, window<3, 1>, stride<1, 2>, pad<1, 0>, no_bias>,
                        batch_norm<0.9, 1e-5>, relu, conv<7, 3, 2, no_bias>, flatten,
                        dense<9, no_bias>, batch_norm<>, relu, dense<4>, softmax_cross_entropy>;
// Branches that are empty, that begin with what works in place, that lie in each other.
using graph =
    network<input<9, 8, 3>, residual<relu, conv<3, 3>>, conv<6, 3>,
            residual<relu, residual<batch_norm<>, conv<6, 3>>, relu>, residual<expect<9, 8, 6>>,
            residual<branch<conv<5, 3, 2>, batch_norm<>>, shortcut<conv<5, 1, 2>>>, relu, flatten,
            residual<dense<100>, relu>, relu, dense<6>, softmax_cross_entropy>;
using resnet8 =
    network<input<32, 32, 3>, conv<16, 3>, batch_norm<>, relu,
            residual<conv<16, 3>, batch_norm<>, relu, conv<16, 3>, batch_norm<>>, relu,
            residual<branch<conv<32, 3, 2>, batch_norm<>, relu, conv<32, 3>, batch_norm<>>,
                     shortcut<conv<32, 1, 2>>>,
            relu,
            residual<branch<conv<64, 3, 2>, batch_norm<>, relu, conv<64, 3>, batch_norm<>>,
                     shortcut<conv<64, 1, 2>>>,
            relu, global_average_pool, dense<10>, softmax_cross_entropy>;
using flat =
    network<input<40>, batch_norm<>, residual<dense<40>, relu>, dense<5>, softmax_cross_entropy>;

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 2) throw std::runtime_error("usage: networks FOLDER");
    export_network<digits>(argv[1], "digits");
    export_network<odd>(argv[1], "odd");
    export_network<lenet>(argv[1], "lenet");
    export_network<mlp>(argv[1], "mlp");
    export_network<windows>(argv[1], "windows");
    export_network<graph>(argv[1], "graph", {data::value_kind::bytes, {0.5}, {}});
    export_network<resnet8>(argv[1], "resnet8",
                            {data::value_kind::bytes, {0.49, 0.48, 0.45}, {0.25, 0.24, 0.26}});
    export_network<flat>(argv[1], "flat", {data::value_kind::floats, {0.25}, {2}});
    // Others of the same name.
    const std::filesystem::path again = std::filesystem::path(argv[1]) / "again";
    std::filesystem::create_directory(again);
    export_network<mlp>(again, "mlp", {}, 8);
} catch (const std::exception& wrong) {
    std::fprintf(stderr, "error: %s\n", wrong.what());
    return 1;
}
