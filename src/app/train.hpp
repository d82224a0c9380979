// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "app/command_line.hpp"
#include "app/events.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// Trains the network as asked and tells the observers. Returns 0, or the number of the signal that
/// ended the run, SIGINT or SIGTERM: it then ends after a whole step and with its checkpoint.
///
/// **Errors**: typenet::error in one sentence: data, checkpoint or log that cannot be read or
/// written, a loss or a parameter that is no number. Files that the run will write are tried before
/// it starts.
int train(const program& network, const train_options& options,
          std::span<observer* const> observers);

}  // namespace typenet::app
