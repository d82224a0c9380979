// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/sections.hpp"
#include "report/table.hpp"
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

/// May be broken behind an underscore.
std::string breakable(const std::string& html) {
    std::string words;
    for (const char c : html) {
        words += c;
        if (c == '_') words += "<wbr>";
    }
    return words;
}

/// A box in oblique view: its front is the image, as large beside the largest of the network as it
/// is; its depth grows with the logarithm of the channels, and so does the height of flat values.
std::string box(const shape& s, int largest) {
    constexpr double width = 120;
    constexpr double floor = 92;
    const double octaves = std::log2(static_cast<double>(s.channels));
    const auto side = [&](int pixels) { return 6 + 46.0 * pixels / largest; };
    const double wide = s.flat ? 8 : side(s.width);
    const double high = s.flat ? 8 + std::min(6.5 * octaves, 72.0) : side(s.height);
    const double deep = s.flat ? 5 : 3 + std::min(4 * octaves, 36.0);
    const double back_x = 0.8 * deep;
    const double back_y = 0.5 * deep;
    const double x = (width - wide - back_x) / 2;
    const double y = floor - high;
    return fmt::format(
        "<svg viewBox='0 0 {W} 96' aria-hidden='true'>"
        "<path class='top' d='M{x:.1f} {y:.1f}l{bx:.1f} {up:.1f}h{w:.1f}l{ux:.1f} {by:.1f}z'/>"
        "<path class='side' d='M{r:.1f} {y:.1f}l{bx:.1f} {up:.1f}v{h:.1f}l{ux:.1f} {by:.1f}z'/>"
        "<path class='front' d='M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h{l:.1f}z'/></svg>",
        fmt::arg("W", width), fmt::arg("x", x), fmt::arg("y", y), fmt::arg("bx", back_x),
        fmt::arg("up", -back_y), fmt::arg("w", wide), fmt::arg("ux", -back_x),
        fmt::arg("by", back_y), fmt::arg("r", x + wide), fmt::arg("h", high), fmt::arg("l", -wide));
}

std::string layer_table(const app::network_summary& network) {
    std::string rows;
    for (const node& layer : network.nodes)
        rows += row({"<code>" + escaped(layer.spelling.view()) + "</code>", shape_text(layer.out),
                     layer.parameters > 0 ? grouped(layer.parameters) : "",
                     layer.multiply_adds > 0 ? grouped(layer.multiply_adds) : ""});
    rows +=
        row({"all", "", grouped(network.parameter_count), grouped(network.multiply_adds)}, "th");
    return "<details><summary>Layer by layer</summary>" +
           table("layers", {"layer", "output", "parameters", "multiply-adds"}, rows) +
           "</details>\n";
}

}  // namespace

std::string blocks_section(const app::network_summary& network) {
    int largest = 1;
    for (const block& b : blocks_of(network))
        if (!b.size.flat) largest = std::max({largest, b.size.height, b.size.width});
    std::string html = "<div class='blocks'>\n";
    auto out = std::back_inserter(html);
    for (const block& b : blocks_of(network)) {
        fmt::format_to(out, "<figure class='block'>{}<figcaption><b>{}</b>", box(b.size, largest),
                       shape_text(b.size));
        for (const std::string& layer : b.layers)
            fmt::format_to(out, "<code>{}</code>", breakable(escaped(layer)));
        if (b.parameters > 0) fmt::format_to(out, "<i>{} weights</i>", grouped(b.parameters));
        html += "</figcaption></figure>\n";
    }
    return html + "</div>\n" + layer_table(network);
}

}  // namespace typenet::report
