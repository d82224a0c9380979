// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

#include "data/dataset.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// The data set of a folder, IDX files or a subfolder of pictures for each class, of the network's
/// image size and classes; without a folder, digits drawn by the program.
data::dataset load_data(const network_facts& network, const std::filesystem::path& folder);

/// The files that a folder's data set is read from.
///
/// **Errors**: typenet::error for a folder that is none or cannot be read.
std::vector<std::filesystem::path> data_files(const std::filesystem::path& folder);

}  // namespace typenet::app
