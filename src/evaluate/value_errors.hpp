// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace typenet::app {

/// What a network that gives values, not classes, does on a part of a data set.
struct value_errors {
    std::vector<double> losses;  ///< of each image
    /// |output - target|, the mean over all outputs of all images. Of mean_squared_error alone:
    /// elsewhere outputs are not in the units of their targets.
    std::optional<double> mean_absolute;
    /// Of an autoencoder, where labels tell what is normal (0) from what is not (1).
    std::optional<double> area_under_curve;
    bool reconstructs = false;  ///< whether it is an autoencoder: images are their own targets
};

/// The numbers of the `most` images with the largest losses, the largest first. Of equal ones, the
/// earlier image comes first.
std::vector<std::size_t> largest_losses(std::span<const double> losses, std::size_t most);

/// The area under the receiver operating characteristic: how likely an image with label 1 has a
/// larger score than one with label 0, ties counted half. Nothing, unless there is a label for each
/// score, all are 0 or 1, and both are there.
///
/// **Source**: exact, by ranks: Mann and Whitney's U, divided by the number of pairs.
std::optional<double> area_under_curve(std::span<const double> scores,
                                       std::span<const std::uint8_t> labels);

}  // namespace typenet::app
