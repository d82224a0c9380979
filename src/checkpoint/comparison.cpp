// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "support/extents.hpp"

namespace typenet::app {

namespace {

struct row {
    std::string layer;
    std::string parameter;
    std::string expected;
    std::string found;
};

std::vector<row> rows_of_network(const network_summary& network,
                                 std::span<const checkpoint::tensor_shape> found) {
    std::vector<row> rows;
    int layer_before = -1;
    for (const named_tensor& p : network.tensors) {
        const auto name = p.name.view();
        const auto match = std::ranges::find(found, name, &checkpoint::tensor_shape::name);
        const auto& layer = network.nodes[static_cast<std::size_t>(p.node)];
        rows.push_back(
            {p.node == layer_before ? "" : fmt::format("{} {}", p.node + 1, layer.spelling.view()),
             std::string(name), support::extents_text(p.tensor),
             match == found.end() ? "absent" : match->shape});
        layer_before = p.node;
    }
    return rows;
}

}  // namespace

std::string comparison(const network_summary& network,
                       std::span<const checkpoint::tensor_shape> found) {
    std::vector<row> rows = rows_of_network(network, found);
    constexpr std::size_t most_others = 8;
    std::size_t others = 0;
    for (const checkpoint::tensor_shape& tensor : found) {
        const auto known = [&](const named_tensor& p) { return p.name.view() == tensor.name; };
        if (std::ranges::none_of(network.tensors, known) && ++others <= most_others)
            rows.push_back({others == 1 ? "(none)" : "", tensor.name, "absent", tensor.shape});
    }

    row width{"layer", "parameter", "network", ""};
    const auto widen = [](std::string& to, const std::string& text) {
        if (text.size() > to.size()) to = text;
    };
    for (const row& r : rows) {
        widen(width.layer, r.layer);
        widen(width.parameter, r.parameter);
        widen(width.expected, r.expected);
    }
    const auto line = [&](char mark, const row& r) {
        return fmt::format("{} {:{}}  {:{}}  {:{}}  {}\n", mark, r.layer, width.layer.size(),
                           r.parameter, width.parameter.size(), r.expected, width.expected.size(),
                           r.found);
    };
    std::string table = line(' ', {"layer", "parameter", "network", "checkpoint"});
    bool marked = false;
    for (const row& r : rows) {
        const bool differs = r.expected != r.found;
        table += line(differs && !marked ? '>' : ' ', r);
        marked = marked || differs;
    }
    if (others > most_others)
        table += fmt::format("  and {} more that the network has not\n", others - most_others);
    table.pop_back();
    return table;
}

}  // namespace typenet::app
