// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "commands/command_line.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// Writes a trained network for other programs, as an ONNX model or as a C++ header or both, and
/// says in a line each what is where.
///
/// **Errors**: typenet::error: a checkpoint that cannot be read, a file that cannot be written, a
/// layer that has no counterpart. A file is written whole or not at all.
std::string export_model(const program& network, const export_options& options);

}  // namespace typenet::app
