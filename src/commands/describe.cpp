// SPDX-License-Identifier: BSL-1.0
#include "commands/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "exchange/header.hpp"
#include "support/extents.hpp"
#include "support/granted_threads.hpp"
#include "support/text.hpp"

namespace typenet::app {

namespace {

using support::grouped;

std::string bytes_text(extent bytes) {
    constexpr double kib = 1024;
    const auto number = static_cast<double>(bytes);
    if (number >= kib * kib) return fmt::format("{:.1f} MiB", number / (kib * kib));
    if (number >= kib) return fmt::format("{:.1f} KiB", number / kib);
    return fmt::format("{} B", bytes);
}

/// What a program has, a line each.
std::string list_of(std::span<const model> all) {
    std::string words = fmt::format("\nnetworks of this program, for --network\n");
    for (const model& one : all) {
        const network_summary& network = one.summary;
        words += fmt::format("    {:<18} {:>9} {:>12} parameters {:>14} multiply-adds, {}\n",
                             network.name.view(), to_text(network.input).view(),
                             grouped(network.parameter_count), grouped(network.multiply_adds),
                             network.optimizer.view());
    }
    return words;
}

std::string table_of(const network_summary& network) {
    std::string words;
    auto out = std::back_inserter(words);
    const auto row = [&](std::string_view number, std::string_view layer,
                         std::string_view shape_after, std::string_view parameters,
                         std::string_view bytes, std::string_view multiply_adds) {
        const std::string line = fmt::format("{:>2}  {:<22} {:>14} {:>12} {:>10} {:>14}", number,
                                             layer, shape_after, parameters, bytes, multiply_adds);
        words.append(line, 0, line.find_last_not_of(' ') + 1).append("\n");
    };
    constexpr auto float_bytes = static_cast<extent>(sizeof(float));
    row("#", "layer", "output", "parameters", "bytes", "multiply-adds");
    row("0", "input", to_text(network.input).view(), "", "", "");
    int number = 0;
    for (const node& layer : network.nodes) {
        const bool computes = layer.multiply_adds > 0;
        row(std::to_string(++number), layer.spelling.view(), to_text(layer.out).view(),
            computes ? grouped(layer.parameters) : "",
            computes ? bytes_text(layer.parameters * float_bytes) : "",
            computes ? grouped(layer.multiply_adds) : "");
    }
    row("", "all", "", grouped(network.parameter_count),
        bytes_text(network.parameter_count * float_bytes), grouped(network.multiply_adds));
    fmt::format_to(out, "\nparameter tensors\n");
    for (const named_tensor& p : network.tensors)
        fmt::format_to(out, "    {:<18} {}\n", p.name.view(), support::extents_text(p.tensor));
    fmt::format_to(out, "\na training step on {} images, stage by stage\n", network.batch);
    for (std::size_t i = 0; i < network.stages.size(); ++i) {
        const plan::stage_summary& stage = network.stages[i];
        constexpr double million = 1e6;
        fmt::format_to(out, "{:>2}  {}\n", i + 1, stage.layers.view());
        fmt::format_to(out, "    kernel         {}: {}\n", stage.kernel.view(), stage.why.view());
        fmt::format_to(out, "    multiply-adds  {:.1f} million, {:.1f} by plain products\n",
                       stage.operations / million, stage.dense_operations / million);
        fmt::format_to(out, "    moves          {}\n", bytes_text(stage.bytes));
        fmt::format_to(out, "    in the arena   output at {}, its gradient at {}, {} each\n",
                       stage.out, stage.out_gradient, bytes_text(stage.out_bytes));
        if (stage.saved >= 0)
            fmt::format_to(out, "                   kept state at {}, {}\n", stage.saved,
                           bytes_text(stage.saved_bytes));
        if (stage.forward_room_bytes + stage.backward_room_bytes > 0)
            fmt::format_to(out, "                   room of {} forward, of {} backward\n",
                           bytes_text(stage.forward_room_bytes),
                           bytes_text(stage.backward_room_bytes));
    }
    fmt::format_to(out, "\na trainer with {} and batches of {} holds\n", network.optimizer.view(),
                   network.batch);
    const auto room = [&](std::string_view what, extent bytes) {
        fmt::format_to(out, "    {:<42} {:>10}\n", what, bytes_text(bytes));
    };
    room("parameters", network.parameter_bytes);
    room("moments of the optimiser", network.moment_bytes);
    room("activations, gradients and shared room", network.arena_bytes);
    room("room of each thread", network.scratch_bytes);
    if (const auto exported = exchange::header_memory_of(network)) {
        fmt::format_to(out, "exported as a C++ header it holds\n");
        room("weights, as constants", exported->weight_bytes);
        room("working memory", exported->workspace_bytes);
    }
    fmt::format_to(out, "compiled for {}\n", network.simd);
    const support::granted_threads granted = support::threads_granted();
    fmt::format_to(out, "threads unless told otherwise: {}, {}\n", granted.count, granted.reason());
    return words;
}

// Keys in the order in which they are written.
using json = nlohmann::ordered_json;

json shape_of(const shape& s) { return std::string(to_text(s).view()); }

json layers_of(const network_summary& network) {
    json rows = json::array();
    for (const node& layer : network.nodes) {
        rows.push_back({{"layer", std::string(layer.spelling.view())},
                        {"output", shape_of(layer.out)},
                        {"parameters", layer.parameters},
                        {"multiply_adds", layer.multiply_adds}});
    }
    return rows;
}

json tensors_of(const network_summary& network) {
    json rows = json::array();
    for (const named_tensor& p : network.tensors) {
        rows.push_back({{"name", std::string(p.name.view())},
                        {"shape", support::extents_of(p.tensor)},
                        {"layer", p.node + 1}});
    }
    return rows;
}

json stages_of(const network_summary& network) {
    json rows = json::array();
    for (const plan::stage_summary& stage : network.stages) {
        rows.push_back({{"layers", std::string(stage.layers.view())},
                        {"kernel", std::string(stage.kernel.view())},
                        {"why", std::string(stage.why.view())},
                        {"multiply_adds", stage.operations},
                        {"plain_multiply_adds", stage.dense_operations},
                        {"bytes_moved", stage.bytes},
                        {"output_at", stage.out},
                        {"output_gradient_at", stage.out_gradient},
                        {"kept_state_at", stage.saved < 0 ? json() : json(stage.saved)},
                        {"output_bytes", stage.out_bytes},
                        {"kept_state_bytes", stage.saved_bytes},
                        {"forward_room_bytes", stage.forward_room_bytes},
                        {"backward_room_bytes", stage.backward_room_bytes}});
    }
    return rows;
}

json trainer_of(const network_summary& network) {
    return {{"optimizer", std::string(network.optimizer.view())},
            {"batch", network.batch},
            {"parameter_bytes", network.parameter_bytes},
            {"moment_bytes", network.moment_bytes},
            {"arena_bytes", network.arena_bytes},
            {"scratch_bytes_a_thread", network.scratch_bytes}};
}

std::string json_of(const network_summary& network, std::span<const model> all) {
    const support::granted_threads granted = support::threads_granted();
    json names = json::array();
    for (const model& one : all) names.push_back(one.summary.name.view());
    json object{{"network", network.name.view()},
                {"networks", names},
                {"input", shape_of(network.input)},
                {"output", shape_of(network.output)},
                {"loss", network.nodes.back().kind.view()},
                {"classes", network.classes},
                {"parameters", network.parameter_count},
                {"multiply_adds", network.multiply_adds},
                {"layers", layers_of(network)},
                {"tensors", tensors_of(network)},
                {"stages", stages_of(network)},
                {"trainer", trainer_of(network)},
                {"simd", network.simd},
                {"threads", granted.count},
                {"threads_by", granted.reason()}};
    if (const auto exported = exchange::header_memory_of(network))
        object["exported_header"] = {{"weight_bytes", exported->weight_bytes},
                                     {"workspace_bytes", exported->workspace_bytes}};
    if (network.classes == 0) object.erase("classes");
    return object.dump(2) + '\n';
}

}  // namespace

std::string describe(const network_summary& network, std::span<const model> all,
                     const describe_options& options) {
    if (options.as_json) return json_of(network, all);
    return table_of(network) + (all.size() > 1 ? list_of(all) : "");
}

}  // namespace typenet::app
