// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

#include "data/dataset.hpp"
#include "data/needs.hpp"

namespace typenet::data {

/// The files of a folder that `load_npy` reads.
///
/// **Errors**: typenet::error for a folder that cannot be read.
std::vector<std::filesystem::path> npy_files(const std::filesystem::path& folder);

/// Reads NumPy's arrays train.npy and test.npy, with train_labels.npy and test_labels.npy for a
/// classifier and train_targets.npy and test_targets.npy for a network that is none; each also with
/// .gz or .xz. Numbers are integers or floats of any size, little-endian, rows first. The first of
/// the training images are the validation set, at most a tenth.
///
/// **Errors**: as `read_part`; also for files that are not there and headers that are none.
/// **Source**: the format is described in NumPy's manual, numpy.lib.format.
dataset load_npy(const std::filesystem::path& folder, const needs& network);

}  // namespace typenet::data
