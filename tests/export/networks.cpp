// SPDX-License-Identifier: BSL-1.0
// networks FOLDER: exports networks, each with 1,000 images and what it gives for them, and writes
// to FOLDER/refusal what is said of a layer of one's own.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

#include "checkpoint/checkpoint.hpp"
#include "data/input_maker.hpp"
#include "exchange/header.hpp"
#include "exchange/onnx.hpp"
#include "export_network.hpp"

namespace typenet::exporting {

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

/// A layer of one's own.
struct halving : elementwise<halving> {
    static constexpr text kind = "halving";
    static constexpr text spelling() { return kind; }
    static constexpr auto value(auto x) { return x / 2; }
    static constexpr auto gradient(auto /*x*/, auto of_value) { return of_value / 2; }
};
using own = network<input<4>, dense<4>, residual<dense<4>, halving>, softmax_cross_entropy>;

std::string refusal(const std::filesystem::path& folder) {
    try {
        export_network<own>(folder, "own");
    } catch (const std::exception& said) {
        return said.what();
    }
    return "nothing";
}

}  // namespace

void write_files(const std::filesystem::path& folder, const std::string& name,
                 const app::model& network, const data::input_scaling& scaling, unsigned seed) {
    const app::network_summary& summary = network.summary;
    const std::unique_ptr<app::engine> how = network.make(1);
    std::mt19937 random(seed);
    for (std::size_t i = 0; i < summary.tensors.size(); ++i)
        for (float& value : how->parameter(i)) value = drawn(summary.tensors[i].tensor, random);
    std::vector<float> pixels(images * static_cast<std::size_t>(summary.input.size()));
    for (float& pixel : pixels) pixel = static_cast<float>(random() >> 8) * 0x1p-24F;
    std::vector<float> outputs(images * static_cast<std::size_t>(summary.output.size()));
    how->logits(scaled(pixels, scaling, summary.input), outputs);

    write(folder / (name + ".onnx"), exchange::onnx_model(summary, *how, scaling, "test"));
    write(folder / (name + ".hpp"),
          exchange::header_source(summary, *how, scaling, exchange::namespace_of(name), "test"));
    app::write_checkpoint(folder / (name + ".safetensors"), summary, *how, {});
    write(folder / (name + ".images"), pixels);
    write(folder / (name + ".outputs"), outputs);
}

}  // namespace typenet::exporting

int main(int argc, char** argv) try {
    using namespace typenet::exporting;
    if (argc != 2) throw std::runtime_error("usage: networks FOLDER");
    const std::filesystem::path folder = argv[1];
    export_chains(folder);
    export_graphs(folder);
    export_known_networks(folder);
    write(folder / "refusal", refusal(folder));
} catch (const std::exception& wrong) {
    std::fprintf(stderr, "error: %s\n", wrong.what());
    return 1;
}
