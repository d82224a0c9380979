// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "data/dataset.hpp"
#include "data/input_scaling.hpp"
#include "run/recipe.hpp"
#include "run/training_run.hpp"
#include "typenet/app/model.hpp"

/// What a new run's recipe and options come to, once the network and its data are known.
namespace typenet::app {

/// The recipe of the options, as this network takes it.
///
/// **Errors**: usage_error for an option that the network or its optimiser has no use for.
recipe recipe_for(const network_summary& network, const train_options& options);

/// How images are scaled. `of_file` is how it was done for the parameters that the run starts from;
/// if there were none, it says nothing.
///
/// **Errors**: typenet::error if the options ask for something else than these are used to.
data::input_scaling inputs_for(const network_summary& network, const train_options& options,
                               const recipe& how, const data::input_scaling& of_file,
                               const data::labelled_images& train);

/// How many steps the run has: those of the recipe, or as many as its epochs take.
///
/// **Errors**: typenet::error for more steps, or more minibatches, than there are numbers.
std::uint32_t steps_for(const network_summary& network, const recipe& how, std::size_t images);

}  // namespace typenet::app
