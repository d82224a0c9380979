// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "report/bitmap.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

/// The first tensor of weights, as pictures: of a convolution, its windows; of a dense layer, what
/// each of its units sees of the image that was made flat.
struct filter_bank {
    data::image_size size;
    std::size_t count = 0;
    std::size_t parameter = 0;
    std::string layer;
    const char* called = "filters";
};

std::optional<filter_bank> first_filters(const app::network_summary& network) {
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const tensor& tensor = network.tensors[i].is;
        if (!tensor.is_weights()) continue;
        const auto at = [&](int d) { return static_cast<int>(tensor.extents[std::size_t(d)]); };
        const std::size_t of_layer = static_cast<std::size_t>(network.tensors[i].node);
        const std::string layer(network.nodes[of_layer].spelling.view());
        if (tensor.rank == 4)
            return filter_bank{{at(0), at(1), at(2)}, std::size_t(at(3)), i, layer};
        if (tensor.rank != 2) return std::nullopt;
        // The last shape before it that is an image.
        shape seen = network.input;
        for (std::size_t l = 0; l < of_layer; ++l)
            if (!network.nodes[l].out.flat) seen = network.nodes[l].out;
        if (seen.size() != tensor.extents[0]) return std::nullopt;
        return filter_bank{
            {seen.height, seen.width, seen.channels}, std::size_t(at(1)), i, layer, "units"};
    }
    return std::nullopt;
}

}  // namespace

std::string filters_section(const app::network_summary& network, app::engine& trained) {
    constexpr std::size_t most = 64;
    constexpr int most_pixels = 40;
    constexpr int side = 60;
    const std::optional<filter_bank> bank = first_filters(network);
    if (!bank)
        return "<p>The first layer with weights has none that could be drawn as pictures.</p>\n";
    const float* const weights = trained.parameter(bank->parameter).data();
    const std::size_t shown = std::min(most, bank->count);
    std::string html = "<p class='note'>";
    auto out = std::back_inserter(html);
    if (shown < bank->count) fmt::format_to(out, "The first {} of ", shown);
    fmt::format_to(out, "{} {} of <code>{}</code>. ", grouped(static_cast<long>(bank->count)),
                   bank->called, escaped(bank->layer));
    if (bank->size.channels == 3)
        html += "Each is drawn in its three colours; grey is a weight of zero.";
    else
        html +=
            "<span class='key positive'><i></i>positive</span> <span class='key "
            "negative'><i></i>negative</span> weights: the stronger, the more colour.";
    if (bank->size.channels != 3 && bank->size.channels != 1)
        fmt::format_to(out, " Means over {} channels.", bank->size.channels);
    html += "</p><div class='filters'>\n";
    for (std::size_t i = 0; i < shown; ++i)
        html += img(bitmap_of_weights(weights + i, bank->size, bank->count, most_pixels), side,
                    fmt::format("filter {}", i), "pixels") +
                "\n";
    return html + "</div>\n";
}

}  // namespace typenet::report
