// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "data/needs.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// What `typenet eval` was asked for.
struct eval_options {
    std::filesystem::path checkpoint;
    std::filesystem::path data;  ///< empty: the built-in digits
    /// The most training images that are set aside for validation.
    std::size_t validation = data::validation_images;
    std::string split = "test";
    int threads = 0;  ///< 0: what is granted
    bool as_json = false;
};

/// Evaluates a checkpoint on one part of a data set: accuracy, loss, each class, and how often each
/// was taken for which other; without classes the loss, the mean absolute error, the largest losses
/// and, of an autoencoder, the area under the curve. Returns text for people, or one JSON object.
///
/// **Errors**: typenet::error for data or a checkpoint that cannot be read.
std::string eval(const model& network, const eval_options& options);

}  // namespace typenet::app
