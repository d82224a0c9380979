// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// What `typenet predict` was asked for.
struct predict_options {
    std::filesystem::path checkpoint;
    std::vector<std::string> images;  ///< files, folders, or "-" for standard input
    int threads = 0;                  ///< 0: what is granted
    bool as_json = false;
};

/// Prints what each picture shows: a line with the three likeliest classes, and on a terminal the
/// picture as the network sees it; or a JSON object. Of a network that is no classifier it prints
/// the outputs, or of a reconstruction its mean absolute error. A picture that cannot be read does
/// not stop the others: returns a sentence for each of these.
///
/// **Errors**: typenet::error for a checkpoint that cannot be read, or of a network that takes no
/// pictures.
std::vector<std::string> predict(const model& network, const predict_options& options);

}  // namespace typenet::app
