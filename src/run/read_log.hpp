// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include "run/events.hpp"

namespace typenet::app {

/// Tells an observer what `run_log` has written, event by event. A last line that was cut off is
/// passed over, as a run may have been killed while it wrote.
///
/// **Errors**: typenet::error with the file, the line, what was expected and what was found; the
/// observer has then been told what stands before.
void read_log(const std::filesystem::path& path, observer& to);

}  // namespace typenet::app
