// SPDX-License-Identifier: BSL-1.0
#include "exchange/onnx.hpp"

#include <fmt/core.h>

#include <bit>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <vector>

#include "exchange/layers.hpp"
#include "exchange/protobuf.hpp"
#include "support/error.hpp"

namespace typenet::exchange {

namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

// The numbers of onnx.proto.
constexpr int float_type = 1;
constexpr int kind_of_int = 2;
constexpr int kind_of_ints = 7;
constexpr int ir_version = 7;
constexpr int operator_set = 13;

message attribute(const char* name, std::int64_t value) {
    return message{}.text(1, name).number(3, value).number(20, kind_of_int);
}
message attribute(const char* name, std::initializer_list<int> values) {
    message all;
    all.text(1, name);
    for (const int value : values) all.number(8, value);
    return all.number(20, kind_of_ints);
}

message tensor(const std::string& name, std::initializer_list<int> extents,
               std::span<const float> values) {
    message all;
    for (const int n : extents) all.number(1, n);
    const auto bytes = std::as_bytes(values);
    return all.number(2, float_type)
        .text(8, name)
        .text(9, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

message value_info(const char* name, std::initializer_list<int> extents) {
    message shape;
    shape.nested(1, message{}.text(2, "images"));
    for (const int n : extents) shape.nested(1, message{}.number(1, n));
    return message{}.text(1, name).nested(
        2, message{}.nested(1, message{}.number(1, float_type).nested(2, shape)));
}

/// Builds the graph, node by node.
class graph_writer {
public:
    /// By channel, which is still the last axis.
    void scale(const data::input_scaling& inputs, int channels) {
        const exported_scaling by = scaling_of(inputs, channels);
        graph_.nested(5, tensor("image.mean", {channels}, by.means))
            .nested(5, tensor("image.deviation", {channels}, by.deviations));
        node("Sub", "image.centred", {"image.mean"}, {});
        node("Div", "image.scaled", {"image.deviation"}, {});
    }
    void add(const exported_layer& layer) {
        const typenet::node& facts = *layer.facts;
        const window_geometry& g = facts.windows;
        const std::string name(facts.name.view());
        switch (layer.what) {
            case operation::convolution:
                channels_first(true, name);
                add_parameters(
                    layer, name, conv_weights(layer.weights, facts),
                    {facts.out.channels, g.in.channels, g.window_height, g.window_width});
                node("Conv", name, parameters_of(layer, name), windows(g));
                break;
            case operation::max_pool:
                channels_first(true, name);
                node("MaxPool", name, {}, windows(g));
                break;
            case operation::flatten:
                channels_first(false, name);
                node("Flatten", name, {}, {attribute("axis", 1)});
                break;
            case operation::dense:
                add_parameters(layer, name, layer.weights, {facts.in.channels, facts.out.channels});
                node("Gemm", name, parameters_of(layer, name), {});
                break;
            case operation::relu:
                node("Relu", name, {}, {});
                break;
        }
    }

    message finish(const app::network_summary& network) {
        const shape& in = network.input;
        node("Identity", "logits", {}, {});
        return graph_.text(2, "typenet")
            .nested(11, value_info("image", {in.height, in.width, in.channels}))
            .nested(12, value_info("logits", {network.classes}));
    }

private:
    void node(const char* kind, const std::string& name, const std::vector<std::string>& others,
              const std::vector<message>& attributes) {
        message all;
        all.text(1, last_);
        for (const std::string& other : others) all.text(1, other);
        all.text(2, name).text(3, name).text(4, kind);
        for (const message& a : attributes) all.nested(5, a);
        graph_.nested(1, all);
        last_ = name;
    }
    /// typenet's images are [y][x][channel], those of ONNX's operators [channel][y][x].
    void channels_first(bool wanted, const std::string& before) {
        if (channels_first_ == wanted) return;
        channels_first_ = wanted;
        node("Transpose", before + ".transposed", {},
             {wanted ? attribute("perm", {0, 3, 1, 2}) : attribute("perm", {0, 2, 3, 1})});
    }
    void add_parameters(const exported_layer& layer, const std::string& name,
                        std::span<const float> weights, std::initializer_list<int> extents) {
        graph_.nested(5, tensor(name + ".weights", extents, weights));
        if (!layer.biases.empty())
            graph_.nested(5, tensor(name + ".biases", {layer.facts->out.channels}, layer.biases));
    }
    static std::vector<std::string> parameters_of(const exported_layer& layer,
                                                  const std::string& name) {
        if (layer.biases.empty()) return {name + ".weights"};
        return {name + ".weights", name + ".biases"};
    }
    /// ONNX's own SAME depends on the operator's version; numbers do not.
    static std::vector<message> windows(const window_geometry& g) {
        const auto after = [](int padded, int before, int length) {
            return std::max(0, padded - before - length);
        };
        return {attribute("kernel_shape", {g.window_height, g.window_width}),
                attribute("strides", {g.stride_y, g.stride_x}),
                attribute("pads", {g.top, g.left, after(g.padded_height(), g.top, g.in.height),
                                   after(g.padded_width(), g.left, g.in.width)})};
    }
    /// [y][x][in][out] → [out][in][y][x].
    static std::vector<float> conv_weights(std::span<const float> weights,
                                           const typenet::node& facts) {
        const auto taps =
            static_cast<std::size_t>(facts.windows.window_height * facts.windows.window_width);
        const auto in = static_cast<std::size_t>(facts.in.channels);
        const auto out = static_cast<std::size_t>(facts.out.channels);
        std::vector<float> turned(weights.size());
        for (std::size_t t = 0; t < taps; ++t)
            for (std::size_t c = 0; c < in; ++c)
                for (std::size_t f = 0; f < out; ++f)
                    turned[(f * in + c) * taps + t] = weights[(t * in + c) * out + f];
        return turned;
    }

    message graph_;
    std::string last_ = "image";
    bool channels_first_ = false;
};

}  // namespace

std::string onnx_model(const app::network_summary& network, app::engine& trained,
                       const data::input_scaling& inputs, const std::string& producer_version) {
    constexpr extent most_bytes = (extent{1} << 31) - (1 << 20);
    if (network.parameter_bytes > most_bytes)
        throw error(fmt::format("ONNX: expected at most {} bytes of parameters, found {}",
                                most_bytes, network.parameter_bytes));
    graph_writer graph;
    if (inputs.changes_values()) graph.scale(inputs, network.input.channels);
    for (const exported_layer& layer : layers_of(network, trained)) graph.add(layer);
    return message{}
        .number(1, ir_version)
        .text(2, "typenet")
        .text(3, producer_version)
        .text(6, inputs_text(inputs))
        .nested(7, graph.finish(network))
        .nested(8, message{}.text(1, "").number(2, operator_set))
        .bytes();
}

}  // namespace typenet::exchange
