// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include "data/augment.hpp"
#include "data/batches.hpp"
#include "run/schedule.hpp"
#include "typenet/app/model.hpp"
#include "typenet/network/initial_values.hpp"

namespace typenet::app {

/// The most steps of a run.
inline constexpr std::uint32_t most_steps = 1'000'000'000;
/// Weight decay and L2 are below it, and so the norm that gradients are clipped to.
inline constexpr double most_decay = 1;
inline constexpr double most_clip_norm = 1e6;
/// The most minibatches of a step.
inline constexpr std::uint32_t most_accumulated = 65536;

/// How a network is trained. Each setting can be overridden from the command line.
struct recipe {
    std::string name;
    std::uint64_t seed = 1;  ///< where all random numbers of the run start
    initial_values values = initial_values::he_normal;
    double keep_probability = 1;
    double learning_rate = 1e-3;
    schedule rate_schedule = schedule::constant;
    double weight_decay = 0;  ///< as `hyperparameters` have it, and so the next two
    double l2 = 0;
    double label_smoothing = 0;
    update_options updates;
    std::uint32_t accumulate = 1;  ///< minibatches of a step
    data::augmentation augment;    ///< what is done to training images at random
    bool normalise = false;        ///< by the mean and the deviation of the training images
    data::order order = data::order::shuffled;
    std::uint32_t steps = 0;  ///< 0: as many as `epochs` takes
    double epochs = 0;
    std::uint32_t log_every = 0;
    /// Report a minibatch as the notebook does: after the update, without dropout.
    bool reports_after_update = false;
    /// How many of the first test images are evaluated on their own at the end; 0 for none.
    std::uint32_t first_test_images = 0;
};

/// Exactly what the TensorFlow notebook does, its slip included: `dropout = 0.25` is fed as the
/// probability to keep.
recipe notebook_recipe();

/// The same network trained as one would today; docs/recipes.md says where each number comes from.
recipe modern_recipe();

/// A residual network on CIFAR-10, trained from nothing by SGD.
recipe cifar_recipe();

}  // namespace typenet::app
