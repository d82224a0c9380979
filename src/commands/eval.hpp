// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "commands/command_line.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// Judges a checkpoint on one part of a data set: accuracy, loss, each class, and how often each
/// was taken for which other. Text for people, or one JSON object.
///
/// **Errors**: typenet::error: data or a checkpoint that cannot be read.
std::string eval(const model& network, const eval_options& options);

}  // namespace typenet::app
