// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace typenet::app {

/// The JSON object that a text is, of numbers and texts alone: the JSON library calls itself once
/// for each level of nesting, and a file may have any number of them. Sorted: a file may also have
/// any number of keys.
///
/// **Errors**: typenet::error, "expected one flat JSON object, found …".
nlohmann::json parse_flat_json(std::string_view text);

}  // namespace typenet::app
