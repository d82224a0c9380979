// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace typenet::support {

/// A text as one word of a shell's command line, quoted if it needs to be.
std::string shell_word(const std::string& text);

}  // namespace typenet::support
