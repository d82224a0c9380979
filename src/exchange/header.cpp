// SPDX-License-Identifier: BSL-1.0
#include "exchange/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "checkpoint/checksum.hpp"
#include "exchange/layers.hpp"

namespace typenet::exchange {

namespace {

static_assert(std::endian::native == std::endian::little, "the bytes are written as they are");

/// The loops, the same for all networks.
constexpr std::string_view loops = R"header(
static_assert(sizeof(float) == 4 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "the weights are little-endian floats");

/// Number `i` of a tensor.
inline float value(const char* tensor, long i) {
    float number;
    __builtin_memcpy(&number, tensor + 4 * i, 4);
    return number;
}

/// Images are [y][x][channel], weights [y][x][in][out].
template <int Height, int Width, int Channels, int OutHeight, int OutWidth, int Filters,
          int WindowHeight, int WindowWidth, int StrideY, int StrideX, int Top, int Left>
void convolution(const float* in, const char* weights, const char* biases, float* out) {
    for (int oy = 0; oy < OutHeight; ++oy)
        for (int ox = 0; ox < OutWidth; ++ox) {
            float* const sums = out + (oy * OutWidth + ox) * Filters;
            for (int f = 0; f < Filters; ++f) sums[f] = biases ? value(biases, f) : 0;
            for (int ky = 0; ky < WindowHeight; ++ky)
                for (int kx = 0; kx < WindowWidth; ++kx) {
                    const int y = oy * StrideY + ky - Top;
                    const int x = ox * StrideX + kx - Left;
                    if (y < 0 || y >= Height || x < 0 || x >= Width) continue;
                    for (int c = 0; c < Channels; ++c) {
                        const float factor = in[(y * Width + x) * Channels + c];
                        const long row = ((ky * WindowWidth + kx) * Channels + c) * long{Filters};
                        for (int f = 0; f < Filters; ++f)
                            sums[f] += factor * value(weights, row + f);
                    }
                }
        }
}

template <int Count, int Channels>
void scale(const float* in, const char* means, const char* deviations, float* out) {
    for (int i = 0; i < Count; ++i)
        out[i] = (in[i] - value(means, i % Channels)) / value(deviations, i % Channels);
}

template <int Width, int Channels, int OutHeight, int OutWidth, int Window, int Stride>
void max_pool(const float* in, float* out) {
    for (int oy = 0; oy < OutHeight; ++oy)
        for (int ox = 0; ox < OutWidth; ++ox)
            for (int c = 0; c < Channels; ++c) {
                float largest = in[(oy * Stride * Width + ox * Stride) * Channels + c];
                for (int ky = 0; ky < Window; ++ky)
                    for (int kx = 0; kx < Window; ++kx) {
                        const int y = oy * Stride + ky;
                        const float number = in[(y * Width + ox * Stride + kx) * Channels + c];
                        if (number > largest) largest = number;
                    }
                out[(oy * OutWidth + ox) * Channels + c] = largest;
            }
}

template <int Count>
void relu(const float* in, float* out) {
    for (int i = 0; i < Count; ++i) out[i] = in[i] > 0 ? in[i] : 0.0F;
}

/// Weights are [in][out].
template <int Inputs, int Units>
void dense(const float* in, const char* weights, const char* biases, float* out) {
    for (int u = 0; u < Units; ++u) out[u] = biases ? value(biases, u) : 0;
    for (int i = 0; i < Inputs; ++i) {
        if (in[i] >= 0 && in[i] <= 0) continue;  // 0; compilers warn of ==
        for (int u = 0; u < Units; ++u) out[u] += in[i] * value(weights, long{i} * Units + u);
    }
}
)header";

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

/// The calls that compute one layer after the other, in two arrays that take turns.
class calls_writer {
public:
    void scale(const shape& image) {
        call(fmt::format("scale<{}, {}>", image.size(), image.channels),
             "detail::image_means, detail::image_deviations, ", image.size());
    }
    void add(const exported_layer& layer) {
        const node& facts = *layer.facts;
        const window_geometry& g = facts.windows;
        switch (layer.what) {
            case operation::convolution:
                call(fmt::format("convolution<{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}>",
                                 g.in.height, g.in.width, g.in.channels, g.out.height, g.out.width,
                                 g.out.channels, g.window_height, g.window_width, g.stride_y,
                                 g.stride_x, g.top, g.left),
                     layer);
                break;
            case operation::max_pool:
                call(fmt::format("max_pool<{}, {}, {}, {}, {}, {}>", g.in.width, g.in.channels,
                                 g.out.height, g.out.width, g.window_height, g.stride_y),
                     layer);
                break;
            case operation::dense:
                call(fmt::format("dense<{}, {}>", facts.in.channels, facts.out.channels), layer);
                break;
            case operation::relu:
                call(fmt::format("relu<{}>", facts.out.size()), layer);
                break;
            case operation::flatten:
                break;  // the numbers lie as they are read
        }
    }
    [[nodiscard]] const std::string& calls() const { return calls_; }
    [[nodiscard]] const std::string& last() const { return last_; }
    [[nodiscard]] extent most_values() const { return most_values_; }

private:
    void call(const std::string& function, const exported_layer& layer) {
        const std::string_view name = layer.facts->name.view();
        std::string constants;
        if (!layer.weights.empty()) {
            constants = fmt::format("detail::{}_weights, ", name);
            constants +=
                layer.biases.empty() ? "nullptr, " : fmt::format("detail::{}_biases, ", name);
        }
        call(function, constants, layer.facts->out.size());
    }
    void call(const std::string& function, const std::string& constants, extent values) {
        const std::string to = last_ == "room.even" ? "room.odd" : "room.even";
        calls_ += fmt::format("    detail::{}({}, {}{});\n", function, last_, constants, to);
        last_ = to;
        most_values_ = std::max(most_values_, values);
    }

    std::string calls_;
    std::string last_ = "image";
    extent most_values_ = 1;
};

/// What is in the header's namespace.
std::string body_of(const app::network_summary& network, const data::input_scaling& inputs,
                    std::span<const exported_layer> layers) {
    calls_writer writer;
    if (inputs.changes_values()) writer.scale(network.input);
    for (const exported_layer& layer : layers) writer.add(layer);

    std::string source;
    const auto to = std::back_inserter(source);
    fmt::format_to(to, R"header(
inline constexpr int height = {};
inline constexpr int width = {};
inline constexpr int channels = {};
inline constexpr int classes = {};

namespace detail {{
)header",
                   network.input.height, network.input.width, network.input.channels,
                   network.classes);
    source += loops;
    // The numbers are string literals, which compile fastest; pedantic compilers count characters.
    source += R"header(
#ifdef __GNUC__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
)header";
    const auto add_numbers = [&](std::string_view of, const char* what,
                                 std::span<const float> values) {
        if (values.empty()) return;
        fmt::format_to(to, "\n/// {} numbers.\nalignas(64) inline constexpr char {}_{}[] =",
                       values.size(), of, what);
        append_literals(source, values);
        source += ";\n";
    };
    if (inputs.changes_values()) {
        const exported_scaling by = scaling_of(inputs, network.input.channels);
        add_numbers("image", "means", by.means);
        add_numbers("image", "deviations", by.deviations);
    }
    for (const exported_layer& layer : layers) {
        add_numbers(layer.facts->name.view(), "weights", layer.weights);
        add_numbers(layer.facts->name.view(), "biases", layer.biases);
    }
    fmt::format_to(to, R"header(
#ifdef __GNUC__
#pragma GCC diagnostic pop
#endif

}}  // namespace detail

/// What an image needs on its way through the network: {3} KiB.
struct workspace {{
    float even[{0}];
    float odd[{0}];
}};

/// Writes `classes` logits of an image of height x width x channels values. Any number of threads may
/// call it at the same time, each with a workspace of its own.
inline void logits(const float* image, float* out, workspace& room) {{
{1}    for (int c = 0; c < classes; ++c) out[c] = {2}[c];
}}

/// The likeliest class of an image; the first of equals.
inline int predict(const float* image, workspace& room) {{
    float scores[classes];
    logits(image, scores, room);
    int likeliest = 0;
    for (int c = 1; c < classes; ++c)
        if (scores[c] > scores[likeliest]) likeliest = c;
    return likeliest;
}}

/// The same in the one workspace that all calls of this function share, in static memory: for programs
/// in which one thread at a time asks.
inline int predict(const float* image) {{
    static workspace room;
    return predict(image, room);
}}
)header",
                   writer.most_values(), writer.calls(), writer.last(),
                   writer.most_values() * 8 / 1024 + 1);
    return source;
}

}  // namespace

std::string header_source(const app::network_summary& network, app::engine& trained,
                          const data::input_scaling& inputs, std::string_view name,
                          std::string_view about) {
    const std::string body = body_of(network, inputs, layers_of(network, trained));
    checkpoint::checksum sum;
    sum.add(body);
    // Two headers of one name in one program: of functions that have the same name a linker keeps
    // any one, with its weights. So a name says what it computes.
    return fmt::format(R"header(// Written by {0}.
//
// A trained network: {4}, as [y][x][channel].
#pragma once

namespace {1} {{
// Another network of this name may be in the same program, in another source file.
inline namespace network_{2} {{
{3}
}}  // namespace network_{2}
}}  // namespace {1}
)header",
                       about, name, sum.text(), body, inputs_text(inputs));
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
