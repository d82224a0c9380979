// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/input_scaling.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// What `typenet import` was asked for.
struct import_options {
    std::filesystem::path weights;
    std::filesystem::path out;
    std::filesystem::path check;      ///< empty: none
    std::string layout;               ///< "pytorch", "keras"; empty: told by the file
    std::vector<std::string> places;  ///< "NAME=LAYER"
    std::optional<double> epsilon;    ///< ε of the file's normalisations
    data::input_scaling inputs;       ///< as its network had it, in units of its own inputs
    std::optional<double> scale;      ///< what the largest value of a picture was there
    double tolerance = 1e-4;          ///< of the check, as a share of the largest output
};

/// Writes a checkpoint of weights from a file of PyTorch's or Keras': prints a table of which
/// tensor is which, then checks what the network answers, then writes. Returns a line for people.
///
/// **Errors**: typenet::error for a file that cannot be read or does not fit, for outputs that are
/// further away than the tolerance; nothing is written then. usage_error for a wrong `places`.
std::string import_weights(const model& network, const import_options& options);

}  // namespace typenet::app
