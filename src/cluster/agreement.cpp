// SPDX-License-Identifier: BSL-1.0
#include "cluster/agreement.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "support/error.hpp"

namespace typenet::cluster {

namespace {

using json = nlohmann::json;

/// What another program has sent, perhaps a typenet of another version.
facts facts_of(const std::string& text) {
    facts found;
    const json list = json::parse(text, nullptr, false);
    if (!list.is_array()) return found;
    for (const json& one : list)
        if (one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_string())
            found.emplace_back(one[0].get<std::string>(), one[1].get<std::string>());
    return found;
}

}  // namespace

void expect_same(ranks& all, const facts& own) {
    if (all.count() == 1) return;
    const std::vector<std::string> texts =
        all.texts(json(own).dump(-1, ' ', false, json::error_handler_t::replace));
    const facts right = facts_of(texts.front());
    for (int rank = 1; rank < all.count(); ++rank) {
        const facts found = facts_of(texts[static_cast<std::size_t>(rank)]);
        for (std::size_t i = 0; i < right.size(); ++i) {
            const auto& [what, value] = right[i];
            const std::string other =
                i < found.size() && found[i].first == what ? found[i].second : "another version's";
            if (other != value)
                throw error(fmt::format("{} of {}: expected {} as on rank 0, found {}", what,
                                        all.name(rank), value, other));
        }
    }
}

}  // namespace typenet::cluster
