// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "app/command_line.hpp"
#include "app/events.hpp"
#include "data/dataset.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// Trains the network as asked and tells the observers.
///
/// **Errors**: typenet::error in one sentence: data, checkpoint or log that cannot be read or
/// written, a loss that is no number. Files that the run will write are tried before it starts.
void train(const program& network, const train_options& options,
           std::span<observer* const> observers);

/// The data set that the options ask for, of the network's image size and classes.
data::dataset load_data(const network_facts& network, const train_options& options);

}  // namespace typenet::app
