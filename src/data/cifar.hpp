// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

#include "data/dataset.hpp"
#include "data/needs.hpp"

namespace typenet::data {

/// The files of a folder that `load_cifar` reads.
///
/// **Errors**: typenet::error for a folder that cannot be read.
std::vector<std::filesystem::path> cifar_files(const std::filesystem::path& folder);

/// Reads CIFAR-10's binary files, data_batch_N.bin of any numbers N to train on, and
/// test_batch.bin, else test_batch_first_1000.bin, to test on; each also with .gz or .xz. Where
/// there is no test batch, the last of the others is it. The first of the
/// training images are the validation set, at most a tenth. batches.meta.txt, where it is there,
/// names the classes.
///
/// **Errors**: typenet::error, one sentence with the file, the expected and the found: a network of
/// other images, no batch to train on, a length that is no multiple of a record's, a label that is
/// no class.
/// **Source**: Krizhevsky's page of CIFAR-10, "Binary version": records of a label and the planes
/// red, green and blue.
dataset load_cifar(const std::filesystem::path& folder, const needs& network);

}  // namespace typenet::data
