// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

#include "data/dataset.hpp"
#include "data/needs.hpp"

namespace typenet::data {

/// What a folder holds that is named as IDX files are, also in folders that are named so.
///
/// **Errors**: typenet::error for what is not a folder or cannot be read.
std::vector<std::filesystem::path> idx_files(const std::filesystem::path& folder);

/// Reads the IDX files of a folder: train-images-idx3-ubyte, train-labels-idx1-ubyte and the same
/// with t10k or test, or with a dot before "idx"; plain, with .gz or .xz, in this order; where
/// there is none of these, in a folder of the file's name. In place of "ubyte" may stand byte,
/// short or float; images may be idx2, of flat values, to idx4, with channels. A network that is no
/// classifier's takes train-targets-idx2-float where it is there.
///
/// A name that begins with emnist-SPLIT- is EMNIST's: its images are transposed, the labels of
/// "letters" count from 1, and its mapping names the classes.
///
/// Everything is checked before anything is returned: magic, rank, dimensions, exact length, the
/// checksums of packed files, one label for each image, every label below `classes`.
///
/// **Errors**: as `read_part`; also for files that are not there, and for no more training images
/// than are set aside for validation.
/// **Source**: the format is described on LeCun's MNIST page, EMNIST by Cohen, Afshar, Tapson, van
/// Schaik, "EMNIST: an extension of MNIST to handwritten letters", 2017. What follows a complete
/// gzip stream without being one is ignored, as gzip does.
dataset load_idx(const std::filesystem::path& folder, const needs& network);

}  // namespace typenet::data
