// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// A program's network by its name, which must be one of them; without a name the first.
const model& network_named(std::span<const model> all, std::string_view name);

/// The network of a program that a checkpoint is of: that of the name it holds, else the one with
/// its layers, else the one whose tensors differ least. What cannot be read is taken for the first
/// one's: whoever then reads it has the words.
///
/// **Errors**: typenet::error for a file that names a network which the program does not have.
const model& network_of(std::span<const model> all, const std::filesystem::path& file);

/// The same of a run that is to go on: of the newest of its files that can be read.
const model& network_of_run(std::span<const model> all, const std::filesystem::path& file);

}  // namespace typenet::app
