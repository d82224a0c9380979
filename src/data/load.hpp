// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

#include "data/dataset.hpp"
#include "data/needs.hpp"

namespace typenet::data {

/// The data set of a folder, of IDX files or with a subfolder of pictures for each class, for a
/// network with these needs. Without a folder, digits drawn by the program.
///
/// **Errors**: as `load_idx` and `load_class_folders`.
dataset load(const std::filesystem::path& folder, const needs& network);

/// The files that a folder's data set is read from.
///
/// **Errors**: typenet::error for what is not a folder or cannot be read.
std::vector<std::filesystem::path> source_files(const std::filesystem::path& folder);

}  // namespace typenet::data
