// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run/training_run.hpp"

namespace typenet::app {

/// Trains as asked, and shows the run, on rank 0 alone, on the console, in the log and in the
/// report. Returns the exit code: 128 and the signal that stopped it, as shells have it; else 0, or
/// 1 for a log that lost lines, which is printed.
///
/// **Errors**: as run_training.
int train(const model& network, const train_options& options, cluster::ranks& all);

}  // namespace typenet::app
