// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

#include "data/dataset.hpp"
#include "data/needs.hpp"

namespace typenet::data {

/// The data set of a folder, for a network with these needs: of IDX files, of CIFAR-10's, of
/// NumPy's arrays, or else of pictures with a subfolder for each class. Without a folder, digits
/// drawn by the program.
///
/// **Errors**: as `load_idx`, `load_cifar`, `load_npy` and `load_class_folders`; also for a network
/// that is no classifier's, if there are no targets and its outputs are not as many as its inputs.
dataset load(const std::filesystem::path& folder, const needs& network);

/// The files that a folder's data set is read from.
///
/// **Errors**: typenet::error for what is not a folder or cannot be read.
std::vector<std::filesystem::path> source_files(const std::filesystem::path& folder);

}  // namespace typenet::data
