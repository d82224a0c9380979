// SPDX-License-Identifier: BSL-1.0
#include "data/class_names.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "support/text.hpp"

namespace typenet::data {

using nlohmann::json;

std::vector<std::string> printable(const std::vector<std::string>& names) {
    std::vector<std::string> found;
    for (const std::string& name : names) found.push_back(support::printable(name));
    return found;
}

std::string class_name(std::size_t label, const std::vector<std::string>& names) {
    return label < names.size() ? names[label] : std::to_string(label);
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

}  // namespace typenet::data
