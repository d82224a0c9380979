// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "data/dataset.hpp"

namespace typenet::data {

/// The first so many training images become the validation set, as in TensorFlow's read_data_sets.
inline constexpr std::size_t validation_images = 5000;

/// What a folder holds that is named as IDX files are, also in folders that are named so.
///
/// **Errors**: typenet::error for what is not a folder or cannot be read.
std::vector<std::filesystem::path> idx_files(const std::filesystem::path& folder);

/// Reads the four IDX files of a folder: train-images-idx3-ubyte, train-labels-idx1-ubyte and the
/// same with t10k, or with a dot before "idx"; plain or with .gz, plain preferred; where there is
/// none of these, in a folder of the file's name. Images of one channel have rank 3,
/// [n][height][width]; others rank 4, [n][height][width][channel], and may be named idx4.
/// Everything is checked before anything is returned: magic, rank, dimensions, exact length, gzip
/// checksums, one label for each image, every label below `classes`.
///
/// **Errors**: typenet::error, one sentence with the file, the expected and the found; also for a
/// file of more than 1,000,000 items or 4 GiB and for 5,000 training images or fewer, which would
/// leave nothing to train on.
/// **Cost**: memory grows with the bytes really there, never with what a header claims.
/// **Source**: the format is described on LeCun's MNIST page. What follows a complete gzip stream
/// without being one is ignored, as gzip does.
dataset load_idx(const std::filesystem::path& folder, image_size expected, int classes);

}  // namespace typenet::data
