// SPDX-License-Identifier: BSL-1.0
#include "app/class_names.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace typenet::app {

using json = nlohmann::ordered_json;

std::vector<std::string> printable(const std::vector<std::string>& names) {
    const std::string text = json(names).dump(-1, ' ', false, json::error_handler_t::replace);
    auto found = json::parse(text).get<std::vector<std::string>>();
    for (std::string& name : found)
        std::ranges::replace_if(
            name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, '?');
    return found;
}

std::string text_of_names(const std::vector<std::string>& names) {
    return json(printable(names)).dump();
}

std::optional<std::vector<std::string>> names_of_text(const std::string& text, std::size_t most) {
    const json found = json::parse(text, nullptr, false);
    const auto is_name = [](const json& value) { return value.is_string(); };
    if (!found.is_array() || found.size() > most || !std::ranges::all_of(found, is_name))
        return std::nullopt;
    return printable(found.get<std::vector<std::string>>());
}

}  // namespace typenet::app
