// SPDX-License-Identifier: BSL-1.0
#include "exchange/onnx.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "exchange/layers.hpp"
#include "exchange/protobuf.hpp"
#include "support/error.hpp"

namespace typenet::exchange {

namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

// The numbers of onnx.proto.
constexpr int float_type = 1;
constexpr int kind_of_float = 1;
constexpr int kind_of_int = 2;
constexpr int kind_of_ints = 7;
constexpr int ir_version = 7;
constexpr int operator_set = 13;

using dimensions = std::vector<int>;
using name_list = std::vector<std::string>;

message attribute(const char* name, int value) {
    return message{}.text(1, name).number(3, value).number(20, kind_of_int);
}
message attribute(const char* name, float value) {
    return message{}.text(1, name).real(2, value).number(20, kind_of_float);
}
message attribute(const char* name, const dimensions& values) {
    message all;
    all.text(1, name);
    for (const int value : values) all.number(8, value);
    return all.number(20, kind_of_ints);
}

message tensor_message(const std::string& name, const dimensions& of,
                       std::span<const float> values) {
    message all;
    for (const int n : of) all.number(1, n);
    const auto bytes = std::as_bytes(values);
    return all.number(2, float_type)
        .text(8, name)
        .text(9, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

message value_info(const char* name, const shape& of) {
    message all;
    all.nested(1, message{}.text(2, "images"));
    if (!of.flat)
        all.nested(1, message{}.number(1, of.height)).nested(1, message{}.number(1, of.width));
    all.nested(1, message{}.number(1, of.channels));
    return message{}.text(1, name).nested(
        2, message{}.nested(1, message{}.number(1, float_type).nested(2, all)));
}

/// [y][x][in][out] → [out][in][y][x].
std::vector<float> window_first(std::span<const float> weights, std::size_t in, std::size_t out) {
    const std::size_t taps = weights.size() / (in * out);
    std::vector<float> turned(weights.size());
    for (std::size_t t = 0; t < taps; ++t)
        for (std::size_t c = 0; c < in; ++c)
            for (std::size_t f = 0; f < out; ++f)
                turned[(f * in + c) * taps + t] = weights[(t * in + c) * out + f];
    return turned;
}

/// ONNX's own SAME depends on the operator's version; numbers do not.
std::vector<message> attributes_of(const window_geometry& g) {
    const auto after = [](int padded, int before, int length) {
        return std::max(0, padded - before - length);
    };
    return {
        attribute("kernel_shape", dimensions{g.window_height, g.window_width}),
        attribute("strides", dimensions{g.stride_y, g.stride_x}),
        attribute("pads", dimensions{g.top, g.left, after(g.padded_height(), g.top, g.in.height),
                                     after(g.padded_width(), g.left, g.in.width)})};
}

/// Where the channels of an image are: typenet's are [y][x][channel], those of ONNX's operators
/// [channel][y][x].
enum class channels : std::uint8_t { last, first };

/// Builds the graph, layer by layer.
class graph_writer {
public:
    explicit graph_writer(const exported_network& network) : network_(network) {
        values_.resize(network.layers.size() + 1);
        give(-1, network.in, network.inputs_name(), channels::last);
    }

    void add(const exported_layer& layer) {
        const std::string& name = layer.name;
        const int from = layer.reads[0];
        switch (layer.what) {
            case operation::scaling:
                node("Sub", name + ".centred",
                     {read(from, channels::last), tensor_of(layer, "means")});
                node("Div", name, {name + ".centred", tensor_of(layer, "deviations")});
                give(layer, channels::last);
                break;
            case operation::convolution:
                convolution(layer, 1);
                break;
            case operation::depthwise_convolution:
                convolution(layer, layer.in.channels);
                break;
            case operation::dense: {
                name_list all{read(from, channels::last)};
                all.push_back(add_tensor(name + ".weights", {layer.in.channels, layer.out.channels},
                                         layer.tensor("weights")));
                add_biases(layer, all);
                node("Gemm", name, all);
                give(layer, channels::last);
                break;
            }
            case operation::batch_norm:
                node("BatchNormalization", name,
                     {read(from, channels::first), tensor_of(layer, "gamma"),
                      tensor_of(layer, "beta"), tensor_of(layer, "mean"),
                      tensor_of(layer, "variance")},
                     {attribute("epsilon", static_cast<float>(layer.constant))});
                give(layer, channels::first);
                break;
            case operation::relu:
                each_value("Relu", layer);
                break;
            case operation::leaky_relu:
                each_value("LeakyRelu", layer,
                           {attribute("alpha", static_cast<float>(layer.constant))});
                break;
            case operation::tanh:
                each_value("Tanh", layer);
                break;
            case operation::sigmoid:
                each_value("Sigmoid", layer);
                break;
            case operation::gelu:
                gelu(layer);
                break;
            case operation::max_pool:
                pool("MaxPool", layer);
                break;
            case operation::average_pool:
                pool("AveragePool", layer);
                break;
            case operation::global_average_pool:
                node("GlobalAveragePool", name + ".mean", {read(from, channels::first)});
                node("Flatten", name, {name + ".mean"}, {attribute("axis", 1)});
                give(layer, channels::last);
                break;
            case operation::addition: {
                const channels where = usual(layer);
                node("Add", name, read_all(layer, where));
                give(layer, where);
                break;
            }
            case operation::concat: {
                const channels where = usual(layer);
                const int axis = layer.out.flat || where == channels::first ? 1 : 3;
                node("Concat", name, read_all(layer, where), {attribute("axis", axis)});
                give(layer, where);
                break;
            }
            case operation::flatten:
                node("Flatten", name, {read(from, channels::last)}, {attribute("axis", 1)});
                give(layer, channels::last);
                break;
        }
    }

    message finish() {
        node("Identity", network_.outputs_name(), {read(network_.last, channels::last)});
        return graph_.text(2, "typenet")
            .nested(11, value_info(network_.inputs_name(), network_.in))
            .nested(12, value_info(network_.outputs_name(), network_.out));
    }

private:
    /// What a layer gives, by the place of its channels; an empty name if nobody has asked for it.
    /// Flat values have one name for both.
    struct value {
        std::string last;
        std::string first;
        [[nodiscard]] std::string& at(channels where) {
            return where == channels::first ? first : last;
        }
    };

    value& of(int layer) { return values_[static_cast<std::size_t>(layer + 1)]; }
    void give(int layer, const shape& given, const std::string& name, channels where) {
        of(layer).at(where) = name;
        if (given.flat) of(layer) = {name, name};
    }
    void give(const exported_layer& layer, channels where) {
        give(static_cast<int>(&layer - network_.layers.data()), layer.out, layer.name, where);
    }
    /// The name of what a layer gives; transposed once if it is not there as it is wanted.
    std::string read(int layer, channels where) {
        std::string& name = of(layer).at(where);
        if (!name.empty()) return name;
        const bool first = where == channels::first;
        const std::string& there = of(layer).at(first ? channels::last : channels::first);
        name = there + ".transposed";
        node("Transpose", name, {there},
             {attribute("perm", first ? dimensions{0, 3, 1, 2} : dimensions{0, 2, 3, 1})});
        return name;
    }
    name_list read_all(const exported_layer& layer, channels where) {
        name_list all;
        for (const int from : layer.reads) all.push_back(read(from, where));
        return all;
    }
    /// For a layer that takes both: as one of its inputs is already.
    channels usual(const exported_layer& layer) {
        return std::ranges::any_of(layer.reads, [&](int from) { return !of(from).first.empty(); })
                   ? channels::first
                   : channels::last;
    }

    void node(const char* kind, const std::string& name, const name_list& inputs,
              const std::vector<message>& attributes = {}) {
        message all;
        for (const std::string& one : inputs) all.text(1, one);
        all.text(2, name).text(3, name).text(4, kind);
        for (const message& one : attributes) all.nested(5, one);
        graph_.nested(1, all);
    }
    std::string add_tensor(std::string name, const dimensions& of, std::span<const float> values) {
        graph_.nested(5, tensor_message(name, of, values));
        return name;
    }
    /// One number a channel.
    std::string tensor_of(const exported_layer& layer, const std::string& which) {
        const std::span<const float> values = layer.tensor(which);
        return add_tensor(layer.name + "." + which, {static_cast<int>(values.size())}, values);
    }
    void add_biases(const exported_layer& layer, name_list& inputs) {
        if (!layer.tensor("biases").empty()) inputs.push_back(tensor_of(layer, "biases"));
    }

    void convolution(const exported_layer& layer, int groups) {
        const window_geometry& g = layer.windows;
        const int in = layer.in.channels / groups;
        const int out = layer.out.channels;
        name_list all{read(layer.reads[0], channels::first)};
        all.push_back(add_tensor(layer.name + ".weights",
                                 {out, in, g.window_height, g.window_width},
                                 window_first(layer.tensor("weights"), static_cast<std::size_t>(in),
                                              static_cast<std::size_t>(out))));
        add_biases(layer, all);
        std::vector<message> attributes = attributes_of(g);
        attributes.push_back(attribute("group", groups));
        node("Conv", layer.name, all, attributes);
        give(layer, channels::first);
    }
    void pool(const char* kind, const exported_layer& layer) {
        node(kind, layer.name, {read(layer.reads[0], channels::first)},
             attributes_of(layer.windows));
        give(layer, channels::first);
    }
    void each_value(const char* kind, const exported_layer& layer,
                    const std::vector<message>& attributes = {}) {
        const channels where = usual(layer);
        node(kind, layer.name, read_all(layer, where), attributes);
        give(layer, where);
    }
    /// x · (1 + erf(x / √2)) / 2 in steps: an operator of its own came with set 20.
    void gelu(const exported_layer& layer) {
        const channels where = usual(layer);
        const std::string& name = layer.name;
        const std::string x = read(layer.reads[0], where);
        const auto step = [&](const char* kind, const char* what, const std::string& a,
                              const std::string& b) {
            node(kind, name + what, b.empty() ? name_list{a} : name_list{a, b});
            return name + what;
        };
        const auto number = [&](const char* what, float is) {
            return add_tensor(name + what, {}, std::span(&is, 1));
        };
        const std::string scaled =
            step("Mul", ".scaled", x, number(".one_by_root_2", 0.707106781186547524F));
        const std::string erf = step("Erf", ".erf", scaled, {});
        const std::string twice = step("Add", ".twice_below", erf, number(".one", 1));
        const std::string below = step("Mul", ".below", twice, number(".half", 0.5F));
        step("Mul", "", x, below);
        give(layer, where);
    }

    const exported_network& network_;
    message graph_;
    std::vector<value> values_;  // of the input, then of each layer
};

}  // namespace

std::string onnx_model(const app::network_summary& network, app::engine& trained,
                       const data::input_scaling& inputs, const std::string& producer_version) {
    constexpr extent most_bytes = (extent{1} << 31) - (1 << 20);
    if (network.parameter_bytes > most_bytes)
        throw error(fmt::format("ONNX: expected at most {} bytes of parameters, found {}",
                                most_bytes, network.parameter_bytes));
    const exported_network all = exported(network, trained, inputs);
    graph_writer graph(all);
    for (const exported_layer& layer : all.layers) graph.add(layer);
    return message{}
        .number(1, ir_version)
        .text(2, "typenet")
        .text(3, producer_version)
        .text(6, all.about)
        .nested(7, graph.finish())
        .nested(8, message{}.text(1, "").number(2, operator_set))
        .bytes();
}

}  // namespace typenet::exchange
