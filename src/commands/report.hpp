// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

#include "commands/command_line.hpp"
#include "run/history.hpp"
#include "run/training_run.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// Judges the network of a run on the test images, times its stages, and writes all that with the
/// run's history as one page, with the name of the program above. Weights stay as they are, but the
/// optimiser's moments do not: this is the last that is done with them.
///
/// **Errors**: typenet::error: a file that cannot be written; it is then as it was.
void write_report(const std::filesystem::path& file, const std::string& program,
                  const network_facts& network, const finished_run& run, const history& told);

/// The same from a log and a checkpoint of one run. Returns what there is to say.
///
/// **Errors**: typenet::error: files that cannot be read, or are of different runs or other data.
std::string report_of_files(const program& network, const report_options& options);

}  // namespace typenet::app
