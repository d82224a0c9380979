// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// What `typenet export` was asked for.
struct export_options {
    std::filesystem::path checkpoint;
    std::filesystem::path onnx;    ///< empty: none
    std::filesystem::path header;  ///< empty: none
    std::filesystem::path web;     ///< folder of a web page; empty: none
    std::filesystem::path data;    ///< whose test images the page shows; empty: built-in digits
};

/// Writes a trained network for other programs: as an ONNX model, as a C++ header, for a web page.
/// Returns a line for people about each file.
///
/// **Errors**: typenet::error for a checkpoint that cannot be read, a file that cannot be written,
/// a layer that the format lacks. A file is written whole or not at all.
std::string export_model(const model& network, const export_options& options);

}  // namespace typenet::app
