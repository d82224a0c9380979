// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace typenet::app {

/// What this program was built from and by: "0.1.0", "1a2b3c4" or "unknown", "g++ 12.2.0".
std::string version();
std::string commit();
std::string compiler();

/// The commit's date, or that of the build: "November 25, 2026".
std::string date();

/// The version, the commit and the compiler, for people.
std::string version_text();

}  // namespace typenet::app
