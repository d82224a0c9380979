// SPDX-License-Identifier: BSL-1.0
#include "support/utf8.hpp"

#include <nlohmann/json.hpp>

namespace typenet::support {

std::string as_utf8(const std::string& text) {
    using json = nlohmann::json;
    const json any = text;
    return json::parse(any.dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

}  // namespace typenet::support
