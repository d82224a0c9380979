// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "data/input_scaling.hpp"
#include "typenet/app.hpp"

/// Trained networks in files, for export_test.py to compare what others make of them.
namespace typenet::exporting {

/// Writes FOLDER/NAME.onnx, NAME.hpp, NAME.safetensors, and as floats NAME.images (1,000 of noise)
/// and NAME.outputs. The tensors are drawn from the seed.
void write_files(const std::filesystem::path& folder, const std::string& name,
                 const app::model& network, const data::input_scaling& scaling, unsigned seed);

template <class Net>
void export_network(const std::filesystem::path& folder, const std::string& name,
                    const data::input_scaling& scaling = {}, unsigned seed = 7) {
    write_files(folder, name, app::model_of<Net, sgd, batch<8>>(), scaling, seed);
}

/// Chains of convolutions, poolings and dense layers.
void export_chains(const std::filesystem::path& folder);
/// All layers, and graphs of them.
void export_graphs(const std::filesystem::path& folder);
/// Networks that people use.
void export_known_networks(const std::filesystem::path& folder);

}  // namespace typenet::exporting
