// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

#include "checkpoint/checkpoint.hpp"
#include "data/dataset.hpp"
#include "typenet/app/model.hpp"

namespace typenet::exchange {

/// Writes what a web page of typenet_add_web_page loads beside its code, into its folder:
/// weights.safetensors, what `write_parameters` writes, and samples.safetensors, the first forty
/// test images, [image][y][x][channel] from 0 to 1, and their labels. Returns a line for people
/// about each.
///
/// **Errors**: typenet::error for a network that is no classifier of images with one channel, or a
/// file that cannot be written.
std::string write_page_files(const std::filesystem::path& folder,
                             const app::network_summary& network, app::engine& trained,
                             const app::trained_on& what, const std::string& source,
                             const data::labelled_images& test);

/// The two files, in the order in which they are written.
std::filesystem::path weights_file_of_page(const std::filesystem::path& folder);
std::filesystem::path samples_file_of_page(const std::filesystem::path& folder);

/// Throws typenet::error for a network that can have no page.
void expect_page(const app::network_summary& network);

}  // namespace typenet::exchange
