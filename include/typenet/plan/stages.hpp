// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/unpack.hpp>

#include "typenet/kernel/conv/family.hpp"
#include "typenet/kernel/dense/family.hpp"
#include "typenet/kernel/join/addition_stage.hpp"
#include "typenet/kernel/reference_stage.hpp"
#include "typenet/network/network.hpp"

/// Nodes → stages: a table of heads with the epilogues that their families take.
namespace typenet::plan {

/// A row of nodes that one kernel computes, and what it reads.
struct stage_row {
    int first = 0;                         ///< the head's node
    int last = 0;                          ///< the node whose output is the stage's
    kernel::epilogue then;                 ///< what is fused behind the head
    std::array<int, most_inputs> reads{};  ///< stages; -1 is the network's input
    int inputs = 1;                        ///< entries of `reads` that count
    int first_reader = 0;                  ///< the first stage that reads its output, or the loss
    int last_reader = 0;                   ///< the last one
};

/// The stages of a network of so many nodes, in order; the loss reads stage `output`.
template <std::size_t Nodes>
struct stage_table {
    std::array<stage_row, Nodes> at{};
    int count = 0;
    int output = -1;
};

/// What a family says, as values.
struct node_rule {
    bool (*takes)(const kernel::epilogue& so_far, const kernel::epilogue& next);
    kernel::epilogue step;  ///< what the node is as an epilogue
};

/// Cuts a network into stages: a node joins the stage whose output it alone reads, if the head's
/// family takes it. Layers that only restate a shape belong to no stage: they leave the memory as
/// it is.
template <std::size_t Nodes>
constexpr stage_table<Nodes> cut(const std::array<node, Nodes>& nodes,
                                 const std::array<node_rule, Nodes>& rules) {
    const auto is_stage = [&](std::size_t i) { return nodes[i].role == layer_role::transform; };
    // The node that computes what node `i` gives, or -1.
    const auto source = [&](int i) {
        while (i >= 0 && nodes[static_cast<std::size_t>(i)].role == layer_role::shape_only)
            i = nodes[static_cast<std::size_t>(i)].reads[0];
        return i;
    };
    std::array<int, Nodes> readers{};
    for (std::size_t i = 0; i < Nodes; ++i)
        for (int k = 0; nodes[i].role != layer_role::shape_only && k < nodes[i].inputs; ++k)
            if (const int from = source(nodes[i].reads[static_cast<std::size_t>(k)]); from >= 0)
                ++readers[static_cast<std::size_t>(from)];

    stage_table<Nodes> table;
    std::array<int, Nodes> stage_of{};
    const auto stage_read = [&](int read) {
        const int from = source(read);
        return from < 0 ? -1 : stage_of[static_cast<std::size_t>(from)];
    };
    for (std::size_t i = 0; i < Nodes; ++i) {
        if (!is_stage(i)) continue;
        const int number = static_cast<int>(i);
        const int from = source(nodes[i].reads[0]);
        const kernel::epilogue& step = rules[i].step;
        if (from >= 0 && nodes[i].inputs == 1 && readers[static_cast<std::size_t>(from)] == 1 &&
            step != kernel::epilogue{}) {
            stage_row& open =
                table.at[static_cast<std::size_t>(stage_of[static_cast<std::size_t>(from)])];
            if (rules[static_cast<std::size_t>(open.first)].takes(open.then, step)) {
                open.then = open.then + step;
                open.last = number;
                stage_of[i] = stage_of[static_cast<std::size_t>(from)];
                continue;
            }
        }
        stage_row& next = table.at[static_cast<std::size_t>(table.count)];
        next.first = next.last = number;
        next.inputs = nodes[i].inputs;
        for (int k = 0; k < next.inputs; ++k) {
            const auto at = static_cast<std::size_t>(k);
            next.reads[at] = stage_read(nodes[i].reads[at]);
        }
        stage_of[i] = table.count++;
    }
    table.output = stage_read(nodes.back().reads[0]);
    for (int s = 0; s < table.count; ++s)
        table.at[static_cast<std::size_t>(s)].first_reader = table.count;
    for (int s = table.count; s >= 0; --s) {  // the loss is the last reader
        const bool is_loss = s == table.count;
        const stage_row& reader = table.at[static_cast<std::size_t>(is_loss ? 0 : s)];
        for (int k = 0; k < (is_loss ? 1 : reader.inputs); ++k) {
            const int read = is_loss ? table.output : reader.reads[static_cast<std::size_t>(k)];
            if (read < 0) continue;
            stage_row& from = table.at[static_cast<std::size_t>(read)];
            from.first_reader = s;
            from.last_reader = std::max(from.last_reader, s);
        }
    }
    return table;
}

/// The stages of a network.
template <network_type Net>
inline constexpr auto stages_of =
    hana::unpack(layers_of<Net>, []<class... Layers>(hana::basic_type<Layers>... /*layers*/) {
        return cut(Net::nodes,
                   std::array<node_rule, sizeof...(Layers)>{
                       {{kernel::family<Layers>::takes, kernel::as_epilogue<Layers>}...}});
    });

}  // namespace typenet::plan
