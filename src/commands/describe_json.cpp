// SPDX-License-Identifier: BSL-1.0
#include "commands/describe_json.hpp"

#include <nlohmann/json.hpp>
#include <vector>

namespace typenet::app {

namespace {

// Keys in the order in which they are written. Each part of the description is a function of its
// own: a new part is one more line in describe_json.
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
                        {"shape", std::vector<std::int64_t>(p.is.extents.begin(),
                                                            p.is.extents.begin() + p.is.rank)},
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

}  // namespace

std::string describe_json(const network_summary& network) {
    const json object{{"input", shape_of(network.input)},
                      {"classes", network.classes},
                      {"parameters", network.parameter_count},
                      {"multiply_adds", network.multiply_adds},
                      {"layers", layers_of(network)},
                      {"tensors", tensors_of(network)},
                      {"stages", stages_of(network)},
                      {"trainer", trainer_of(network)},
                      {"simd", network.simd}};
    return object.dump(2) + '\n';
}

}  // namespace typenet::app
