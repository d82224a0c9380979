// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run/training_run.hpp"

namespace typenet::app {

/// Trains as asked, and shows the run on the console, in the log and in the report. Returns the
/// exit code: 0, or 128 and the signal that stopped it, as shells have it.
///
/// **Errors**: as run_training; after the run also for a log that lost lines.
int train(const model& network, const train_options& options);

}  // namespace typenet::app
