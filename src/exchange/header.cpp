// SPDX-License-Identifier: BSL-1.0
#include "exchange/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint/checksum.hpp"
#include "exchange/header_functions.hpp"
#include "exchange/layers.hpp"
#include "exchange/slots.hpp"

namespace typenet::exchange {

namespace {

static_assert(std::endian::native == std::endian::little, "the bytes are written as they are");

/// Bytes as string literals. An octal number ends after three digits, or where no digit follows.
void append_literals(std::string& to, std::span<const float> values) {
    constexpr std::size_t bytes_a_line = 64;
    const auto bytes = std::as_bytes(values);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (at % bytes_a_line == 0) to += "\n    \"";
        const auto letter = static_cast<unsigned char>(bytes[at]);
        const bool last = at + 1 == bytes.size() || (at + 1) % bytes_a_line == 0;
        const auto next = last ? '"' : static_cast<char>(bytes[at + 1]);
        const bool plain = letter >= ' ' && letter < 0x7f && letter != '"' && letter != '\\' &&
                           letter != '?';  // of two a trigraph could begin
        if (plain)
            to += static_cast<char>(letter);
        else if (next >= '0' && next <= '9')
            fmt::format_to(std::back_inserter(to), "\\{:03o}", letter);
        else
            fmt::format_to(std::back_inserter(to), "\\{:o}", letter);
        if (last) to += '"';
    }
}

/// Names a tensor of a layer as a constant of the header.
std::string constant_of(const exported_layer& layer, std::string_view tensor) {
    return layer.tensor(tensor).empty() ? "nullptr"
                                        : fmt::format("detail::{}_{}", layer.name, tensor);
}

constexpr auto float_bytes = static_cast<extent>(sizeof(float));

extent bytes_of(const slots& all) {
    return std::accumulate(all.sizes.begin(), all.sizes.end(), extent{0}) * float_bytes;
}

extent weight_bytes_of(const exported_network& network) {
    extent sum = 0;
    for (const exported_layer& layer : network.layers)
        for (const exported_tensor& tensor : layer.tensors)
            sum += static_cast<extent>(tensor.values.size()) * float_bytes;
    return sum;
}

/// What running statistics come to: one product and one sum.
void replace_by_scales(exported_layer& normalisation) {
    const auto gamma = normalisation.tensor("gamma");
    const auto beta = normalisation.tensor("beta");
    const auto mean = normalisation.tensor("mean");
    const auto variance = normalisation.tensor("variance");
    std::vector<float> scales;
    std::vector<float> shifts;
    for (std::size_t c = 0; c < gamma.size(); ++c) {
        const double scale = static_cast<double>(gamma[c]) /
                             std::sqrt(static_cast<double>(variance[c]) + normalisation.constant);
        scales.push_back(static_cast<float>(scale));
        shifts.push_back(static_cast<float>(static_cast<double>(beta[c]) -
                                            static_cast<double>(mean[c]) * scale));
    }
    normalisation.tensors = {{"scales", std::move(scales)}, {"shifts", std::move(shifts)}};
}

/// The calls that compute one layer after the other, in arrays that take turns.
class calls_writer {
public:
    explicit calls_writer(const exported_network& network)
        : network_(network), slots_(slots_of(network)) {
        for (const exported_layer& layer : network.layers) add(layer);
    }
    [[nodiscard]] const std::string& calls() const { return calls_; }
    [[nodiscard]] const std::set<std::string_view>& functions() const { return functions_; }
    /// Where the outputs are.
    [[nodiscard]] std::string last() const { return place_of(network_.last); }
    [[nodiscard]] extent workspace_bytes() const { return bytes_of(slots_); }
    /// The arrays, as members of a struct.
    [[nodiscard]] std::string arrays() const {
        std::string members;
        for (std::size_t i = 0; i < slots_.sizes.size(); ++i)
            members += fmt::format("    float slot{}[{}];\n", i, slots_.sizes[i]);
        return members;
    }

private:
    void add(const exported_layer& layer) {
        const std::string from = place_of(layer.reads[0]);
        const auto size = layer.out.size();
        const auto tensors = [&](std::string_view first, std::string_view second) {
            return fmt::format("{}, {}, {}", from, constant_of(layer, first),
                               constant_of(layer, second));
        };
        const std::string by_channel = fmt::format("{}, {}", size, layer.out.channels);
        switch (layer.what) {
            case operation::scaling:
                call(layer, "scaling", by_channel, tensors("means", "deviations"));
                break;
            case operation::convolution:
                call(layer, "convolution", windows_of(layer), tensors("weights", "biases"));
                break;
            case operation::depthwise_convolution:
                call(layer, "depthwise_convolution", windows_of(layer),
                     tensors("weights", "biases"));
                break;
            case operation::dense:
                call(layer, "dense", fmt::format("{}, {}", layer.in.channels, layer.out.channels),
                     tensors("weights", "biases"));
                break;
            case operation::batch_norm:
                call(layer, "batch_norm", by_channel, tensors("scales", "shifts"));
                break;
            case operation::relu:
                each_value(layer, "relu");
                break;
            case operation::leaky_relu:
                call(layer, "leaky_relu", fmt::to_string(size),
                     fmt::format("{}, static_cast<float>({})", from, layer.constant));
                break;
            case operation::tanh:
                each_value(layer, "tanh");
                break;
            case operation::sigmoid:
                each_value(layer, "sigmoid");
                break;
            case operation::gelu:
                each_value(layer, "gelu");
                break;
            case operation::max_pool:
                call(layer, "max_pool", windows_of(layer), from);
                break;
            case operation::average_pool:
                call(layer, "average_pool", windows_of(layer), from);
                break;
            case operation::global_average_pool:
                call(layer, "global_average_pool",
                     fmt::format("{}, {}", layer.in.height * layer.in.width, layer.in.channels),
                     from);
                break;
            case operation::addition:
                call(layer, "addition", fmt::to_string(size),
                     fmt::format("{}, {}", from, place_of(layer.reads[1])));
                break;
            case operation::concat: {
                int before = 0;
                for (const int part : layer.reads) {
                    const shape& of = part < 0 ? network_.in : at(part).out;
                    call(fmt::format("concat<{}, {}, {}>", of.height * of.width, of.channels,
                                     layer.out.channels),
                         place_of(part), fmt::format("{} + {}", place_of(layer), before));
                    before += of.channels;
                }
                functions_.insert("concat");
                return;
            }
            case operation::flatten:
                return;  // the numbers lie as they are read
        }
    }
    void each_value(const exported_layer& layer, std::string_view function) {
        call(layer, function, fmt::to_string(layer.out.size()), place_of(layer.reads[0]));
    }
    void call(const exported_layer& layer, std::string_view function, const std::string& constants,
              const std::string& arguments) {
        functions_.insert(function);
        call(fmt::format("{}<{}>", function, constants), arguments, place_of(layer));
    }
    void call(const std::string& function, const std::string& arguments, const std::string& to) {
        calls_ += fmt::format("    detail::{}({}, {});\n", function, arguments, to);
    }
    static std::string windows_of(const exported_layer& layer) {
        const window_geometry& g = layer.windows;
        return fmt::format("detail::windows{{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}}",
                           g.in.height, g.in.width, g.in.channels, g.out.height, g.out.width,
                           g.out.channels, g.window_height, g.window_width, g.stride_y, g.stride_x,
                           g.top, g.left);
    }
    [[nodiscard]] const exported_layer& at(int layer) const {
        return network_.layers[static_cast<std::size_t>(layer)];
    }
    [[nodiscard]] std::string place_of(int layer) const {
        const int slot = layer < 0 ? -1 : slots_.of[static_cast<std::size_t>(layer)];
        return slot < 0 ? network_.inputs_name() : fmt::format("room.slot{}", slot);
    }
    [[nodiscard]] std::string place_of(const exported_layer& layer) const {
        return place_of(static_cast<int>(&layer - network_.layers.data()));
    }

    const exported_network& network_;
    slots slots_;
    std::string calls_;
    std::set<std::string_view> functions_;
};

/// The numbers of all tensors. They are string literals, which compile fastest; pedantic compilers
/// count characters.
void append_tensors(std::string& source, const exported_network& network) {
    source += R"header(
#ifdef __GNUC__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
)header";
    for (const exported_layer& layer : network.layers)
        for (const exported_tensor& tensor : layer.tensors) {
            source += fmt::format("\n/// {} numbers.\nalignas(64) inline constexpr char {}_{}[] =",
                                  tensor.values.size(), layer.name, tensor.name);
            append_literals(source, tensor.values);
            source += ";\n";
        }
    source += R"header(
#ifdef __GNUC__
#pragma GCC diagnostic pop
#endif
)header";
}

/// The sizes of what goes in and comes out.
std::string sizes_of(const exported_network& network) {
    const auto constant = [](const char* name, extent value) {
        return fmt::format("inline constexpr int {} = {};\n", name, value);
    };
    return (network.in.flat
                ? constant("values_in", network.in.channels)
                : constant("height", network.in.height) + constant("width", network.in.width) +
                      constant("channels", network.in.channels)) +
           constant(network.classifies ? "classes" : "values_out", network.out.size());
}

/// What a classifier has besides its logits.
constexpr std::string_view prediction = R"header(
/// The likeliest class of {0}; the first of equals.
inline int predict(const float* {1}, workspace& room) {{
    float scores[classes];
    logits({1}, scores, room);
    int likeliest = 0;
    for (int c = 1; c < classes; ++c)
        if (scores[c] > scores[likeliest]) likeliest = c;
    return likeliest;
}}

/// The same in the one workspace that all calls of this function share, in static memory: for programs
/// in which one thread at a time asks.
inline int predict(const float* {1}) {{
    static workspace room;
    return predict({1}, room);
}}
)header";

/// What other networks have.
constexpr std::string_view in_static_memory = R"header(
/// The same in the one workspace that all calls of this function share, in static memory: for programs
/// in which one thread at a time asks.
inline void outputs(const float* {0}, float* out) {{
    static workspace room;
    outputs({0}, out, room);
}}
)header";

/// What is in the header's namespace.
std::string body_of(const exported_network& network) {
    const calls_writer writer(network);
    std::string source = sizes_of(network);
    source += fmt::format(R"header(
/// What the weights take of the memory for constants, and a `workspace` of that for variables.
inline constexpr long weight_bytes = {};
inline constexpr long workspace_bytes = {};
)header",
                          weight_bytes_of(network), writer.workspace_bytes());
    source += R"header(
namespace detail {

static_assert(sizeof(float) == 4 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "the weights are little-endian floats");
)header";
    source += functions_source(writer.functions());
    append_tensors(source, network);
    const std::string_view input = network.inputs_name();
    const std::string_view one_input = network.in.flat
                                           ? "an input of `values_in` values"
                                           : "an image of height x width x channels values";
    const char* const count = network.classifies ? "classes" : "values_out";
    source += fmt::format(R"header(
}}  // namespace detail

/// What an image needs on its way through the network.
struct workspace {{
{0}}};

/// Writes `{1}` {2} of {3}. Any number of threads may
/// call it at the same time, each with a workspace of its own.
inline void {2}(const float* {4}, float* out, [[maybe_unused]] workspace& room) {{
{5}    for (int i = 0; i < {1}; ++i) out[i] = {6}[i];
}}
)header",
                          writer.arrays(), count, network.outputs_name(), one_input, input,
                          writer.calls(), writer.last());
    if (!network.classifies)
        source += fmt::format(in_static_memory, input);
    else
        source += fmt::format(prediction, network.in.flat ? "an input" : "an image", input);
    return source;
}

}  // namespace

std::string header_source(const app::network_summary& network, app::engine& trained,
                          const data::input_scaling& inputs, std::string_view name,
                          std::string_view about) {
    exported_network all = exported(network, trained, inputs);
    for (exported_layer& layer : all.layers)
        if (layer.what == operation::batch_norm) replace_by_scales(layer);
    const std::string body = body_of(all);
    checkpoint::checksum sum;
    sum.add(body);
    // Two headers of one name in one program: of functions that have the same name a linker keeps
    // any one, with its weights. So a name says what it computes.
    return fmt::format(R"header(// Written by {0}.
//
// A trained network: {4}{5}.
#pragma once

namespace {1} {{
// Another network of this name may be in the same program, in another source file.
inline namespace network_{2} {{

{3}
}}  // namespace network_{2}
}}  // namespace {1}
)header",
                       about, name, sum.text(), body, all.about,
                       all.in.flat && all.out.flat ? "" : ", as [y][x][channel]");
}

std::optional<header_memory> header_memory_of(const app::network_summary& network) {
    if (!is_exportable(network)) return std::nullopt;
    // Gamma and beta make room for what the statistics come to.
    return header_memory{network.parameter_count * float_bytes,
                         bytes_of(slots_of(layers_of(network, {})))};
}

std::string namespace_of(std::string_view file_stem) {
    std::string name;
    for (const char letter : file_stem) {
        const bool digit = letter >= '0' && letter <= '9';
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (digit && name.empty()) name += 'n';
        name += digit || plain ? letter : '_';
    }
    // No two underscores in a row, none at the start: those names are the implementation's.
    const auto doubled =
        std::ranges::unique(name, [](char a, char b) { return a == '_' && b == '_'; });
    name.erase(doubled.begin(), doubled.end());
    if (name.starts_with('_')) name.erase(0, 1);
    if (!name.empty() && name.front() >= '0' && name.front() <= '9') name.insert(0, 1, 'n');
    if (!name.empty() && !name.ends_with('_')) name += '_';
    return name + "network";
}

}  // namespace typenet::exchange
