// SPDX-License-Identifier: BSL-1.0
#include "app/checkpoint.hpp"

#include "app/comparison.hpp"
#include "checkpoint/safetensors.hpp"

namespace typenet::app {

namespace {

std::vector<std::int64_t> extents_of(const parameter_shape& tensor) {
    return {tensor.extents.begin(), tensor.extents.begin() + tensor.rank};
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, const network_facts& network, engine& from,
                      const std::map<std::string, std::string>& facts) {
    std::vector<checkpoint::tensor_in> tensors;
    for (std::size_t i = 0; i < network.parameters.size(); ++i) {
        const parameter_facts& p = network.parameters[i];
        tensors.push_back({std::string(p.name.view()), extents_of(p.tensor), from.parameter(i)});
    }
    checkpoint::write_safetensors(file, tensors, facts);
}

void read_checkpoint(const std::filesystem::path& file, const network_facts& network, engine& to) {
    std::vector<checkpoint::tensor_out> tensors;
    for (std::size_t i = 0; i < network.parameters.size(); ++i) {
        const parameter_facts& p = network.parameters[i];
        tensors.push_back({std::string(p.name.view()), extents_of(p.tensor), to.parameter(i)});
    }
    try {
        checkpoint::read_safetensors(file, tensors);
    } catch (const checkpoint::other_network& wrong) {
        throw error(wrong.what(), comparison(network, wrong.found));
    }
}

}  // namespace typenet::app
