// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include "run/events.hpp"

namespace typenet::app {

/// Calls an observer for each event in a file that `run_log` has written. A last line that was cut
/// off is skipped: the run may have been killed while it wrote.
///
/// **Errors**: typenet::error with the file, the line, what was expected and what was found, after
/// the events before that line.
void read_log(const std::filesystem::path& path, observer& to);

}  // namespace typenet::app
