// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/shape.hpp"

/// @file
/// What comes out of a training step and of an evaluation.
namespace typenet {

/// What one training step found, before its update.
struct step_result {
    double loss = 0;  ///< mean over the minibatch
    int correct = 0;  ///< of a classifier: images whose label had the largest logit
};

/// How long a stage of a training step took, in seconds.
struct stage_time {
    double forward = 0;   ///< to the outputs
    double backward = 0;  ///< the update of its parameters included
};

/// What an evaluation found.
struct evaluation {
    double loss = 0;     ///< mean over the images
    extent correct = 0;  ///< of a classifier: images whose label had the largest logit
    extent images = 0;   ///< that were judged
    /// The share of correct images, 0 of none.
    [[nodiscard]] double accuracy() const {
        return images > 0 ? static_cast<double>(correct) / static_cast<double>(images) : 0;
    }
};

}  // namespace typenet
