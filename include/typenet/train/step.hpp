// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/base/shape.hpp"

/// @file
/// What goes into a training step beside images, and what comes out.
namespace typenet {

/// The run-time numbers of one step.
struct hyperparameters {
    std::uint32_t step = 1;       ///< from 1 on; dropout's masks and Adam's correction depend on it
    double learning_rate = 1e-3;  ///< lr in the optimisers' formulas
    double keep_probability = 1;  ///< of each value that goes through a dropout layer
    std::uint64_t seed = 1;       ///< of dropout's masks
};

/// What one training step found, before its update.
struct step_result {
    double loss = 0;  ///< mean over the minibatch
    int correct = 0;  ///< images whose label had the largest logit
};

/// How long a stage of a training step took, in seconds.
struct stage_time {
    double forward = 0;   ///< to the logits
    double backward = 0;  ///< the update of its parameters included
};

/// What an evaluation found.
struct evaluation {
    double loss = 0;     ///< mean over the images
    extent correct = 0;  ///< images whose label had the largest logit
    extent images = 0;   ///< that were judged
    /// The share of correct images, 0 of none.
    [[nodiscard]] double accuracy() const {
        return images > 0 ? static_cast<double>(correct) / static_cast<double>(images) : 0;
    }
};

}  // namespace typenet
