// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <span>

#include "checkpoint/checkpoint.hpp"
#include "commands/command_line.hpp"
#include "data/dataset.hpp"
#include "run/events.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// A run that came to its end, for whoever looks at what was learned.
struct finished_run {
    engine& trained;
    const data::dataset& data;
    const run_state& state;
};
using finisher = std::function<void(const finished_run&)>;

/// Trains the network as asked and tells the observers, and when all was done `finish`. Returns 0,
/// or the number of the signal that ended the run, SIGINT, SIGTERM or SIGHUP: it then ends after
/// a whole step and with its checkpoint.
///
/// **Errors**: typenet::error in one sentence: data, checkpoint or log that cannot be read or
/// written, a loss or a parameter that is no number. Files that the run will write are tried before
/// it starts.
int train(const program& network, const train_options& options,
          std::span<observer* const> observers, const finisher& finish);

}  // namespace typenet::app
