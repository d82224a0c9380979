// SPDX-License-Identifier: BSL-1.0
#include "exchange/layers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "support/error.hpp"

namespace typenet::exchange {

namespace {

constexpr std::pair<std::string_view, operation> operations[] = {
    {"conv", operation::convolution},
    {"depthwise_conv", operation::depthwise_convolution},
    {"dense", operation::dense},
    {"batch_norm", operation::batch_norm},
    {"relu", operation::relu},
    {"leaky_relu", operation::leaky_relu},
    {"tanh", operation::tanh},
    {"sigmoid", operation::sigmoid},
    {"gelu", operation::gelu},
    {"max_pool", operation::max_pool},
    {"average_pool", operation::average_pool},
    {"global_average_pool", operation::global_average_pool},
    {"residual", operation::addition},
    {"concat", operation::concat},
    {"flatten", operation::flatten},
};
constexpr std::string_view classifying = "softmax_cross_entropy";
constexpr std::string_view logistic = "binary_cross_entropy";
constexpr std::string_view left_out[] = {"dropout", "expect",   "budget", "mean_squared_error",
                                         logistic,  classifying};

exported_layer scaling_of(const data::input_scaling& inputs, const shape& of) {
    std::vector<float> means;
    std::vector<float> deviations;
    for (std::size_t c = 0; c < static_cast<std::size_t>(of.channels); ++c) {
        means.push_back(static_cast<float>(inputs.mean_of(c)));
        deviations.push_back(static_cast<float>(inputs.deviation_of(c)));
    }
    return {operation::scaling,
            "scaling",
            {-1},
            of,
            of,
            {},
            0,
            -1,
            {{"means", std::move(means)}, {"deviations", std::move(deviations)}}};
}

/// Its entry in the list; none: the layer is left out, or it is not typenet's own.
std::optional<operation> operation_of(const node& layer) {
    const auto* const known =
        std::ranges::find(operations, layer.kind.view(), [](auto& of) { return of.first; });
    return known == std::end(operations) ? std::nullopt : std::optional(known->second);
}

bool is_left_out(const node& layer) {
    return std::ranges::find(left_out, layer.kind.view()) != std::end(left_out);
}

std::string words_about(const exported_network& network, const data::input_scaling& inputs,
                        std::string_view loss) {
    const bool pixels = inputs.values != data::value_kind::floats && !network.in.flat;
    std::string words = pixels ? "pixels from 0, paper, to 1, full ink"
                               : "values as those of the data that it was trained on";
    if (inputs.changes_values())
        words += fmt::format("; scaled inside by {}", data::to_text(inputs));
    if (loss == logistic) words += "; outputs are logits x, of probabilities 1 / (1 + exp(-x))";
    return words;
}

}  // namespace

std::span<const float> exported_layer::tensor(std::string_view called) const {
    const auto found = std::ranges::find(tensors, called, &exported_tensor::name);
    return found == tensors.end() ? std::span<const float>{} : found->values;
}

bool is_exportable(const app::network_summary& network) {
    return std::ranges::all_of(
        network.nodes, [](const node& layer) { return is_left_out(layer) || operation_of(layer); });
}

exported_network layers_of(const app::network_summary& network, const data::input_scaling& inputs) {
    exported_network all;
    all.in = network.input;
    if (inputs.changes_values()) all.layers.push_back(scaling_of(inputs, all.in));
    const int input = all.layers.empty() ? -1 : 0;
    std::vector<int> giver(network.nodes.size());  // the layer that gives what the node gives
    const auto giver_of = [&](int at) {
        return at < 0 ? input : giver[static_cast<std::size_t>(at)];
    };
    for (std::size_t at = 0; at < network.nodes.size(); ++at) {
        const node& facts = network.nodes[at];
        giver[at] = giver_of(facts.reads[0]);
        if (is_left_out(facts)) continue;
        const std::optional<operation> known = operation_of(facts);
        if (!known)
            throw error(fmt::format(
                "layer {}, {}, cannot be exported: expected one of typenet's own layers, found {}",
                facts.name.view(), facts.spelling.view(), facts.kind.view()));
        exported_layer layer{
            *known,         std::string(facts.name.view()), {}, facts.in, facts.out, facts.windows,
            facts.constant, static_cast<int>(at),           {}};
        for (int i = 0; i < facts.inputs; ++i)
            layer.reads.push_back(giver_of(facts.reads[static_cast<std::size_t>(i)]));
        giver[at] = static_cast<int>(all.layers.size());
        all.layers.push_back(std::move(layer));
    }
    const node& loss = network.nodes.back();
    all.last = giver.back();
    all.out = loss.in;
    all.classifies = loss.kind.view() == classifying;
    all.about = words_about(all, inputs, loss.kind.view());
    return all;
}

exported_network exported(const app::network_summary& network, app::engine& trained,
                          const data::input_scaling& inputs) {
    exported_network all = layers_of(network, inputs);
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const named_tensor& one = network.tensors[i];
        const auto layer = std::ranges::find(all.layers, one.node, &exported_layer::node);
        const std::span<const float> values = trained.parameter(i);
        layer->tensors.push_back({one.tensor.name, {values.begin(), values.end()}});
    }
    return all;
}

}  // namespace typenet::exchange
