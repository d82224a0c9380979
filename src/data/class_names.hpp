// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// The names of classes, by label. A folder's name may be any bytes; what is kept and printed is
/// UTF-8 without control characters, which a terminal would obey.
namespace typenet::data {

std::vector<std::string> printable(const std::vector<std::string>& names);

/// A class by its name, or by its label if it has none.
std::string class_name(std::size_t label, const std::vector<std::string>& names);

/// The names as a JSON list, and back; nothing if the text is not a list of at most `most` names.
std::string text_of_names(const std::vector<std::string>& names);
std::optional<std::vector<std::string>> names_of_text(const std::string& text, std::size_t most);

}  // namespace typenet::data
