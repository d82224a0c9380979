// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "commands/command_line.hpp"

namespace typenet::app {

/// No command writes onto a file that it reads, or onto one that it writes for another purpose,
/// under whatever names and links. A run that goes on in the checkpoint that it reads is meant so.
/// To be called before anything is touched.
///
/// **Errors**: usage_error with both purposes and both names; also where a file to write has a name
/// as temporary files have, since these are removed.
void expect_own_files(const train_options& options);
void expect_own_files(const report_options& options);
void expect_own_files(const export_options& options);
void expect_own_files(const import_options& options);

}  // namespace typenet::app
