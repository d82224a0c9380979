// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "commands/command_line.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// Says on standard output what each picture shows: a line each with the three likeliest classes,
/// and on a terminal the picture as the network sees it; or a JSON object each. Returns a sentence
/// for each picture that could not be read; the others are told.
///
/// **Errors**: typenet::error: a checkpoint that cannot be read.
std::vector<std::string> predict(const model& network, const predict_options& options);

}  // namespace typenet::app
