// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/class_names.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace typenet::app {

// Sorted: with as many keys as a file likes, a search must not be linear.
using sorted_json = nlohmann::json;

std::vector<std::string> printable(const std::vector<std::string>& names) {
    const std::string text =
        sorted_json(names).dump(-1, ' ', false, sorted_json::error_handler_t::replace);
    auto found = sorted_json::parse(text).get<std::vector<std::string>>();
    for (std::string& name : found)
        std::ranges::replace_if(
            name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, '?');
    return found;
}

std::string text_of_names(const std::vector<std::string>& names) {
    return sorted_json(printable(names)).dump();
}

std::optional<std::vector<std::string>> names_of_text(const std::string& text, std::size_t most) {
    const sorted_json found = sorted_json::parse(text, nullptr, false);
    const auto is_name = [](const sorted_json& value) { return value.is_string(); };
    if (!found.is_array() || found.size() > most || !std::ranges::all_of(found, is_name))
        return std::nullopt;
    return printable(found.get<std::vector<std::string>>());
}

}  // namespace typenet::app
