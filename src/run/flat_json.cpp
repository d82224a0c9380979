// SPDX-License-Identifier: BSL-1.0
#include "run/flat_json.hpp"

#include "support/error.hpp"

namespace typenet::app {

nlohmann::json parse_flat_json(std::string_view text) {
    using nlohmann::json;
    const auto flat = [](int depth, json::parse_event_t event, const json&) {
        using at = json::parse_event_t;
        if (depth > 0 && (event == at::object_start || event == at::array_start))
            throw error("expected one flat JSON object, found a nested one");
        return true;
    };
    json found = json::parse(text, flat, false);
    if (!found.is_object()) throw error("expected one flat JSON object, found something else");
    return found;
}

}  // namespace typenet::app
