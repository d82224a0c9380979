// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "support/error.hpp"

namespace typenet::checkpoint {

/// A named tensor to be written, in C order (the last dimension is the fastest).
struct tensor_in {
    std::string name;
    std::vector<std::int64_t> shape;
    std::span<const float> values;
};

/// A named tensor to be read: what the file must hold, and where it goes.
struct tensor_out {
    std::string name;
    std::vector<std::int64_t> shape;
    std::span<float> values;
    bool* present = nullptr;  ///< if given, the file may lack this tensor; set to whether it has it
};

/// A tensor that a file holds, printable: the name's unusual letters are '?', what is too long ends
/// with "...".
struct tensor_shape {
    std::string name;
    std::string shape;  ///< "[5,5,1,32]"
};

/// A file holds other tensors than asked for: `found`, in the order of their data.
class other_network : public error {
public:
    other_network(const std::string& sentence, std::vector<tensor_shape> tensors)
        : error(sentence), found(std::move(tensors)) {}
    std::vector<tensor_shape> found;
};

/// What a file says of itself, without its data.
struct contents {
    std::map<std::string, std::string> metadata;
    std::vector<tensor_shape> tensors;  ///< in the order of their data
};

/// Reads the header of a safetensors file, of whatever tensors.
///
/// **Errors**: typenet::error in one sentence, also for a header of more than 16 MiB.
contents read_contents(const std::filesystem::path& path);

/// Writes a safetensors file: F32, little endian, the tensors in the given order and without
/// holes. The file is replaced as a whole or not at all; `before_replacing` is called in between.
///
/// **Errors**: typenet::error if it cannot be written, or if `metadata` is not UTF-8 or so long
/// that read_safetensors would refuse it; std::invalid_argument if a tensor's values are not as
/// many as its shape says, or two have one name.
/// **Source**: the format's description in the README of github.com/huggingface/safetensors.
void write_safetensors(const std::filesystem::path& path, std::span<const tensor_in> tensors,
                       const std::map<std::string, std::string>& metadata,
                       const std::function<void()>& before_replacing = {});

/// Fills `tensors` from a safetensors file and returns its metadata. The file must hold exactly
/// these tensors, as F32, in any order, except those that it may lack. Nothing is written to
/// `tensors` unless the whole file is right.
///
/// **Errors**: typenet::error in one sentence; other_network where names or shapes differ;
/// std::invalid_argument as above.
/// **Cost**: a copy of the data, of the size that `tensors` has; no size in the file leads to an
/// allocation before it is checked against what `tensors` can need.
std::map<std::string, std::string> read_safetensors(const std::filesystem::path& path,
                                                    std::span<const tensor_out> tensors);

}  // namespace typenet::checkpoint
