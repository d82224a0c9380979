// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "run/recipe.hpp"

namespace typenet::app {

/// The settings of recipes by the names that people write.
extern const std::map<std::string, schedule> schedules;
extern const std::map<std::string, data::order> orders;
extern const std::map<std::string, initial_values> values_names;
extern const std::map<std::string, bool> yes_or_no;

/// A recipe's settings, without the seed, as a JSON object; numbers come back to the bit.
std::string settings_text(const recipe& how);

/// The same as names and values, for people.
std::vector<std::pair<std::string, std::string>> settings_list(const recipe& how);

/// The recipe that `settings_text` has written. Each setting is checked as the command line checks
/// it.
///
/// **Errors**: typenet::error naming the setting, what was expected and what was found.
recipe recipe_of(const std::string& text);

}  // namespace typenet::app
