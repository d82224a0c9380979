// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/shape.hpp"

/// @file
/// How many images a training step takes, and what comes out of it and of an evaluation.
namespace typenet {

/// The number of images of a minibatch, as a type: `make_trainer<Net, adam, batch<128>>()`.
template <int Images>
    requires(Images >= 1 && Images <= 1 << 16)
struct batch {
    static constexpr int images = Images;  ///< in each step
};

namespace checking {
template <class T>
inline constexpr bool is_batch = false;
template <int Images>
inline constexpr bool is_batch<batch<Images>> = true;
}  // namespace checking

/// A `batch<...>`.
template <class T>
concept batch_type = checking::is_batch<T>;

/// What one training step found, before its update.
struct step_result {
    double loss = 0;  ///< mean over the minibatch, with the penalty of L2
    int correct = 0;  ///< of a classifier: images whose label had the largest logit
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
