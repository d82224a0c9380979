// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <optional>
#include <ranges>

#include "report/bitmap.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

/// The first tensor of weights, to be drawn as pictures: the windows of a convolution, or for each
/// unit of a dense layer its weights, on the image that was flattened.
struct filter_bank {
    data::image_size size;
    std::size_t count = 0;
    std::size_t parameter = 0;
    std::string layer;
    const char* called = "filters";
};

std::optional<filter_bank> first_filters(const app::network_summary& network) {
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const tensor& tensor = network.tensors[i].tensor;
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

fields filters_section(const app::network_summary& network, app::engine& trained) {
    constexpr std::size_t most = 64;
    constexpr int most_pixels = 40;
    constexpr int side = 60;
    const std::optional<filter_bank> bank = first_filters(network);
    if (!bank) return {false};
    const std::span<const float> average = trained.average(bank->parameter);
    const float* const weights =
        average.empty() ? trained.parameter(bank->parameter).data() : average.data();
    const std::size_t shown = std::min(most, bank->count);
    const auto picture = [&](std::size_t i) {
        object filter = picture_fields(
            bitmap_of_weights(weights + i, bank->size, bank->count, most_pixels), side);
        filter["number"] = std::to_string(i);
        return filter;
    };
    const int channels = bank->size.channels;
    return object{{"first", shown < bank->count ? fields(std::to_string(shown)) : fields(false)},
                  {"count", grouped(static_cast<long>(bank->count))},
                  {"called", bank->called},
                  {"layer", bank->layer},
                  {"coloured", channels == 3},
                  {"channels", channels != 3 && channels != 1 ? fields(std::to_string(channels))
                                                              : fields(false)},
                  {"pictures", list_of(std::views::iota(std::size_t{0}, shown), picture)}};
}

}  // namespace typenet::report
