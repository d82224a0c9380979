// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "manual/commands.hpp"

namespace typenet::manual {

/// The manual page of section 1 in mdoc, which mandoc and groff show.
///
/// **Units**: `date` as mdoc has it, "November 25, 2026"; `version` of typenet.
/// **Source**: mdoc(7).
std::string man_page(const command_line& from, const std::string& version, const std::string& date);

}  // namespace typenet::manual
