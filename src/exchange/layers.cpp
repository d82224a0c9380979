// SPDX-License-Identifier: BSL-1.0
#include "exchange/layers.hpp"

#include <fmt/core.h>

#include <string_view>
#include <utility>

#include "support/error.hpp"

namespace typenet::exchange {

namespace {

constexpr std::pair<std::string_view, operation> operations[] = {
    {"conv", operation::convolution},  {"relu", operation::relu},
    {"max_pool", operation::max_pool}, {"flatten", operation::flatten},
    {"dense", operation::dense},
};
constexpr std::string_view left_out[] = {"dropout", "expect", "softmax_cross_entropy"};

}  // namespace

std::vector<exported_layer> layers_of(const app::network_summary& network, app::engine& trained) {
    std::vector<exported_layer> found;
    for (std::size_t at = 0; at < network.nodes.size(); ++at) {
        const node& layer = network.nodes[at];
        const auto is_kind = [&](std::string_view kind) { return layer.kind.view() == kind; };
        bool known = false;
        for (const std::string_view kind : left_out) known = known || is_kind(kind);
        for (const auto& [kind, what] : operations)
            if (is_kind(kind)) found.push_back({what, &layer, {}, {}});
        if (!known && (found.empty() || found.back().facts != &layer))
            throw error(fmt::format(
                "layer {} {} cannot be exported: expected one of typenet's own layers, found {}",
                at + 1, layer.spelling.view(), layer.kind.view()));
        for (std::size_t i = 0; i < network.tensors.size(); ++i) {
            const named_tensor& parameter = network.tensors[i];
            if (parameter.node != static_cast<int>(at)) continue;
            (parameter.tensor.is_weights() ? found.back().weights : found.back().biases) =
                trained.parameter(i);
        }
    }
    return found;
}

std::string inputs_text(const data::input_scaling& inputs) {
    std::string words = inputs.values == data::value_kind::floats
                            ? "values as those of the data that it was trained on"
                            : "pixels from 0, paper, to 1, full ink";
    if (inputs.changes_values())
        words += fmt::format("; scaled inside by {}", data::to_text(inputs));
    return words;
}

exported_scaling scaling_of(const data::input_scaling& inputs, int channels) {
    exported_scaling found;
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
        found.means.push_back(static_cast<float>(inputs.mean_of(c)));
        found.deviations.push_back(static_cast<float>(inputs.deviation_of(c)));
    }
    return found;
}

}  // namespace typenet::exchange
