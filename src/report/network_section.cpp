// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

/// What flows between two layers, and the layers that made it.
struct block {
    shape size;
    std::vector<std::string> layers;
    extent parameters = 0;
};

/// Layers that leave a shape as it is belong to the block before them.
std::vector<block> blocks_of(const app::network_summary& network) {
    std::vector<block> blocks{{network.input, {"input"}, 0}};
    for (const node& layer : network.nodes) {
        if (layer.kind.view() == "expect") continue;
        if (layer.out != blocks.back().size || layer.parameters > 0)
            blocks.push_back({layer.out, {}, 0});
        blocks.back().layers.emplace_back(layer.spelling.view());
        blocks.back().parameters += layer.parameters;
    }
    return blocks;
}

std::string shape_text(const shape& s) {
    if (s.flat) return grouped(s.channels);
    return fmt::format("{}×{}×{}", s.height, s.width, s.channels);
}

/// Lets a line break behind each underscore.
std::string breakable(const std::string& html) {
    std::string words;
    for (const char c : html) {
        words += c;
        if (c == '_') words += "<wbr>";
    }
    return words;
}

/// A box in oblique view. Its front is the image, to scale with the network's largest; its depth
/// grows with the logarithm of the channels, and so does the height of flat values.
std::string box(const shape& s, int largest) {
    constexpr double view_width = 120;
    constexpr double floor = 92;
    const double octaves = std::log2(static_cast<double>(s.channels));
    const auto side = [&](int pixels) { return 6 + 46.0 * pixels / largest; };
    const double wide = s.flat ? 8 : side(s.width);
    const double high = s.flat ? 8 + std::min(6.5 * octaves, 72.0) : side(s.height);
    const double deep = s.flat ? 5 : 3 + std::min(4 * octaves, 36.0);
    const double back_x = 0.8 * deep;
    const double back_y = 0.5 * deep;
    const double x = (view_width - wide - back_x) / 2;
    const double y = floor - high;
    return fmt::format(
        "<svg viewBox='0 0 {W} 96' aria-hidden='true'>"
        "<path class='top' d='M{x:.1f} {y:.1f}l{bx:.1f} {up:.1f}h{w:.1f}l{ux:.1f} {by:.1f}z'/>"
        "<path class='side' d='M{r:.1f} {y:.1f}l{bx:.1f} {up:.1f}v{h:.1f}l{ux:.1f} {by:.1f}z'/>"
        "<path class='front' d='M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h{l:.1f}z'/></svg>",
        fmt::arg("W", view_width), fmt::arg("x", x), fmt::arg("y", y), fmt::arg("bx", back_x),
        fmt::arg("up", -back_y), fmt::arg("w", wide), fmt::arg("ux", -back_x),
        fmt::arg("by", back_y), fmt::arg("r", x + wide), fmt::arg("h", high), fmt::arg("l", -wide));
}

fields block_fields(const block& b, int largest) {
    const auto name = [](const std::string& layer) { return fields(breakable(escaped(layer))); };
    return object{{"box", box(b.size, largest)},
                  {"shape", shape_text(b.size)},
                  {"layers", list_of(b.layers, name)},
                  {"weights", b.parameters > 0 ? fields(grouped(b.parameters)) : fields(false)}};
}

fields layer_row(const node& layer) {
    const auto count = [](extent number) { return number > 0 ? grouped(number) : ""; };
    return object{{"spelling", std::string(layer.spelling.view())},
                  {"output", shape_text(layer.out)},
                  {"parameters", count(layer.parameters)},
                  {"multiply_adds", count(layer.multiply_adds)}};
}

}  // namespace

fields network_section(const app::network_summary& network) {
    const std::vector<block> blocks = blocks_of(network);
    int largest = 1;
    for (const block& b : blocks)
        if (!b.size.flat) largest = std::max({largest, b.size.height, b.size.width});
    return object{
        {"blocks", list_of(blocks, [&](const block& b) { return block_fields(b, largest); })},
        {"layers", list_of(network.nodes, layer_row)},
        {"all_parameters", grouped(network.parameter_count)},
        {"all_multiply_adds", grouped(network.multiply_adds)}};
}

}  // namespace typenet::report
