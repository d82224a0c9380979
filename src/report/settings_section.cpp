// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include "report/sections.hpp"

namespace typenet::report {

fields settings_section(const findings& found) {
    const auto table = [](const char* heading, const char* id, const std::vector<entry>& rows) {
        return object{{"heading", heading}, {"id", id}, {"rows", list_of(rows, [](const entry& e) {
                                                             return object{{"name", e.name},
                                                                           {"value", e.value}};
                                                         })}};
    };
    return kainjow::mustache::list{table("Run", "run", found.run),
                                   table("Recipe", "recipe", found.settings),
                                   table("Machine", "machine", found.machine)};
}

}  // namespace typenet::report
