// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "data/byte_file.hpp"
#include "data/dataset.hpp"
#include "data/needs.hpp"

/// Arrays in files, of IDX or of NumPy: what follows once a header is read.
namespace typenet::data {

/// What the numbers of an array are.
enum class number_kind {
    uint8,
    int8,
    uint16,
    int16,
    uint32,
    int32,
    uint64,
    int64,
    float32,
    float64
};

/// A file whose header is read. There is at least one dimension; the first counts items.
struct array_file {
    byte_file file;
    number_kind kind = number_kind::uint8;
    std::endian order = std::endian::little;
    std::vector<std::uint64_t> dimensions{};
    bool columns_first = false;  ///< of rank 3, and each image is stored transposed, [x][y]
    std::uint64_t first_label = 0;
};

/// The arrays of one part of a data set.
struct part_files {
    array_file images;
    std::optional<array_file> labels;
    std::optional<array_file> targets;
};

/// How many of a part's first images are for validation: none, as many as `needs` says, or no more
/// than a tenth of them either.
enum class set_aside { nothing, fixed, tenth };

/// How many of `count` training images are the validation set; an answer of `count` or more leaves
/// nothing to train on.
std::size_t validation_count(const needs& network, std::uint64_t count, set_aside how);

/// The sentence about too few training images.
std::string too_few_for_validation(std::size_t first);

/// Reads a part. Images are [n][y][x][channel], of one channel also [n][y][x]; for a network of
/// flat values they are anything of as many numbers. Unsigned bytes stay bytes; all other numbers
/// become floats, as they are. Labels are [n] or [n][1], whole numbers; targets have as many
/// numbers as the network has outputs, and are looked at only if it is no classifier.
///
/// **Errors**: typenet::error, one sentence with the file, the expected and the found: another
/// shape, no items or more than 1,000,000 or 4 GiB, another length, a number that is not finite, a
/// label that is no class of the network, other numbers of labels or targets than of images, no
/// training image behind those set aside.
labelled_images read_part(part_files& from, const needs& network, set_aside how);

/// Takes the first `count` images out of `from`.
labelled_images take_first(labelled_images& from, std::size_t count);

}  // namespace typenet::data
