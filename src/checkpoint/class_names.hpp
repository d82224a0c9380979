// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// The names of classes, by label. A folder's name may be any bytes; what is kept and printed is
/// UTF-8 without control characters, which a terminal would obey.
namespace typenet::app {

std::vector<std::string> printable(const std::vector<std::string>& names);

/// As a JSON list, and back; nothing if the text is no list of at most `most` names.
std::string text_of_names(const std::vector<std::string>& names);
std::optional<std::vector<std::string>> names_of_text(const std::string& text, std::size_t most);

}  // namespace typenet::app
