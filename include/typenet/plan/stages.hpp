// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/unpack.hpp>

#include "typenet/kernel/conv/family.hpp"
#include "typenet/kernel/dense/family.hpp"
#include "typenet/kernel/depthwise/family.hpp"
#include "typenet/kernel/dropout/dropout_stage.hpp"
#include "typenet/kernel/join/addition_stage.hpp"
#include "typenet/kernel/join/concat_stage.hpp"
#include "typenet/kernel/norm/family.hpp"
#include "typenet/kernel/pool/max_pool_stage.hpp"
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

/// The node that computes what node `i` gives: layers that only restate a shape leave the memory as
/// it is. -1 is the network's input.
template <std::size_t Nodes>
constexpr int source(const std::array<node, Nodes>& nodes, int i) {
    while (i >= 0 && nodes[static_cast<std::size_t>(i)].role == layer_role::shape_only)
        i = nodes[static_cast<std::size_t>(i)].reads[0];
    return i;
}

/// How many nodes, the loss among them, read what each node computes.
template <std::size_t Nodes>
constexpr std::array<int, Nodes> count_readers(const std::array<node, Nodes>& nodes) {
    std::array<int, Nodes> readers{};
    for (const node& one : nodes) {
        if (one.role == layer_role::shape_only) continue;
        for (std::size_t k = 0; k < static_cast<std::size_t>(one.inputs); ++k)
            if (const int from = source(nodes, one.reads[k]); from >= 0)
                ++readers[static_cast<std::size_t>(from)];
    }
    return readers;
}

/// Says of each stage which stages read it, the loss behind all of them.
template <std::size_t Nodes>
constexpr void find_readers(stage_table<Nodes>& table) {
    const auto reads = [&](int read, int reader) {
        if (read < 0) return;
        stage_row& from = table.at[static_cast<std::size_t>(read)];
        from.first_reader = reader;
        if (from.last_reader == 0) from.last_reader = reader;
    };
    reads(table.output, table.count);
    for (int s = table.count - 1; s >= 0; --s) {
        const stage_row& reader = table.at[static_cast<std::size_t>(s)];
        for (std::size_t k = 0; k < static_cast<std::size_t>(reader.inputs); ++k)
            reads(reader.reads[k], s);
    }
}

/// Cuts a network into stages: a node joins the stage whose output it alone reads, if the head's
/// family takes it.
template <std::size_t Nodes>
constexpr stage_table<Nodes> cut(const std::array<node, Nodes>& nodes,
                                 const std::array<node_rule, Nodes>& rules) {
    const std::array<int, Nodes> readers = count_readers(nodes);
    stage_table<Nodes> table;
    std::array<int, Nodes> stage_of{};
    const auto stage_read = [&](int read) {
        const int from = source(nodes, read);
        return from < 0 ? -1 : stage_of[static_cast<std::size_t>(from)];
    };
    for (std::size_t i = 0; i < Nodes; ++i) {
        const node& one = nodes[i];
        if (one.role != layer_role::transform) continue;
        const int from = source(nodes, one.reads[0]);
        if (one.inputs == 1 && from >= 0 && readers[static_cast<std::size_t>(from)] == 1) {
            stage_of[i] = stage_of[static_cast<std::size_t>(from)];
            stage_row& open = table.at[static_cast<std::size_t>(stage_of[i])];
            const kernel::epilogue& step = rules[i].step;
            if (step != kernel::epilogue{} &&
                rules[static_cast<std::size_t>(open.first)].takes(open.then, step)) {
                open.then = open.then + step;
                open.last = static_cast<int>(i);
                continue;
            }
        }
        stage_row& next = table.at[static_cast<std::size_t>(table.count)];
        next.first = next.last = static_cast<int>(i);
        next.inputs = one.inputs;
        for (std::size_t k = 0; k < static_cast<std::size_t>(one.inputs); ++k)
            next.reads[k] = stage_read(one.reads[k]);
        stage_of[i] = table.count++;
    }
    table.output = stage_read(nodes.back().reads[0]);
    find_readers(table);
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
