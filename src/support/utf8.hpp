// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace typenet::support {

/// A text whose bytes may be any, a file's name for instance, as UTF-8: what is none becomes the
/// replacement character.
std::string as_utf8(const std::string& text);

}  // namespace typenet::support
