// SPDX-License-Identifier: BSL-1.0
#include "commands/describe_json.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "typenet/base/granted_threads.hpp"

namespace typenet::app {

namespace {

// Keys in the order in which they are written. Each part of the description is a function of its
// own: a new part is one more line in describe_json.
using json = nlohmann::ordered_json;

json shape_of(const shape& s) { return std::string(to_text(s).view()); }

json layers_of(const network_facts& network) {
    json rows = json::array();
    for (const layer_facts& layer : network.layers) {
        rows.push_back({{"layer", std::string(layer.spelling.view())},
                        {"output", shape_of(layer.out)},
                        {"parameters", layer.parameters},
                        {"multiply_adds", layer.multiply_adds}});
    }
    return rows;
}

json tensors_of(const network_facts& network) {
    json rows = json::array();
    for (const parameter_facts& p : network.parameters) {
        rows.push_back(
            {{"name", std::string(p.name.view())},
             {"shape", std::vector<std::int64_t>(p.tensor.extents.begin(),
                                                 p.tensor.extents.begin() + p.tensor.rank)},
             {"layer", p.layer + 1}});
    }
    return rows;
}

json stages_of(const network_facts& network) {
    json rows = json::array();
    for (const stage_facts& stage : network.stages) {
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

json trainer_of(const network_facts& network) {
    return {{"optimizer", std::string(network.optimizer.view())},
            {"batch", network.batch},
            {"parameter_bytes", network.parameter_bytes},
            {"moment_bytes", network.moment_bytes},
            {"arena_bytes", network.arena_bytes},
            {"scratch_bytes_a_thread", network.scratch_bytes}};
}

}  // namespace

std::string describe_json(const network_facts& network) {
    const granted_threads granted = threads_granted();
    const json object{{"input", shape_of(network.input)},
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
    return object.dump(2) + '\n';
}

}  // namespace typenet::app
