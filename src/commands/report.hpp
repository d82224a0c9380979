// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "data/needs.hpp"
#include "run/history.hpp"
#include "run/training_run.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// What `typenet report` was asked for.
struct report_options {
    std::string program;  ///< how this program was called
    std::filesystem::path log;
    std::filesystem::path checkpoint;
    std::filesystem::path data;  ///< empty: the built-in digits
    /// The most training images that are set aside for validation.
    std::size_t validation = data::validation_images;
    std::filesystem::path out;
    int threads = 0;  ///< 0: what is granted
};

/// Evaluates a trained network on the test images, times its stages, and writes both with the run's
/// events as one page, headed by the program's name. Timing changes the optimiser's moments, not
/// the weights: call it last.
///
/// **Errors**: typenet::error if the file cannot be written; it is then as it was.
void write_report(const std::filesystem::path& file, const std::string& program,
                  const network_summary& network, const finished_run& run, const history& events);

/// The same from the log and the checkpoint of a run. Returns a line for people.
///
/// **Errors**: typenet::error for files that cannot be read, or that are of different runs or other
/// data.
std::string write_report_from_files(const model& network, const report_options& options);

}  // namespace typenet::app
