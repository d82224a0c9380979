// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "exchange/layer_match.hpp"
#include "exchange/weights_file.hpp"
#include "typenet/app/model.hpp"

/// Weights that another program has trained. commands/import.hpp writes them as a checkpoint.
namespace typenet::exchange {

/// Sets an engine's parameters and statistics from the tensors of a file, in the network's layouts.
/// What the file lacks is what computes nothing: biases and beta of 0, gamma of 1. Where its
/// normalisations had another ε than the network's, their variances are moved by the difference, so
/// that the answers are the same.
///
/// **Errors**: as `weights_file::values` and `value_orders`.
void set_parameters(const app::network_summary& network, weights_file& file,
                    const layer_match& match, std::optional<double> epsilon, app::engine& to);

/// How far a network's outputs are from those that are expected of it.
struct output_check {
    std::size_t inputs = 0;
    double largest_difference = 0;
    double largest_output = 0;     ///< of those expected, without the sign
    std::size_t same_answers = 0;  ///< inputs whose largest output is at the same place

    /// The share of the largest output that the largest difference is.
    [[nodiscard]] double relative() const {
        return largest_output > 0 ? largest_difference / largest_output : largest_difference;
    }
};

/// Compares a network with the tensors `inputs` [n, H, W, C] or [n, values] and `outputs` [n, …] of
/// a safetensors file.
///
/// **Errors**: typenet::error where one is missing or has another shape.
output_check check_outputs(const app::network_summary& network, app::engine& trained,
                           const std::filesystem::path& path);

}  // namespace typenet::exchange
