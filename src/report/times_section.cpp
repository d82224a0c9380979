// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>

#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

std::string milliseconds(double seconds) { return fmt::format("{:.3g}", 1e3 * seconds); }

}  // namespace

fields times_section(const app::network_summary& network, const findings& found) {
    if (found.stages.empty()) return {false};
    double longest = 0;
    double all = 0;
    for (const stage_time& s : found.stages) {
        longest = std::max(longest, s.forward + s.backward);
        all += s.forward + s.backward;
    }
    const auto share_of_longest = [&](double seconds) {
        return fmt::format("{:.2f}", 100 * seconds / longest);
    };
    kainjow::mustache::list stages;
    for (std::size_t i = 0; i < found.stages.size(); ++i) {
        const stage_time& s = found.stages[i];
        stages.emplace_back(object{{"layers", std::string(network.stages[i].layers.view())},
                                   {"kernel", std::string(network.stages[i].kernel.view())},
                                   {"forward", milliseconds(s.forward)},
                                   {"backward", milliseconds(s.backward)},
                                   {"forward_width", share_of_longest(s.forward)},
                                   {"backward_width", share_of_longest(s.backward)},
                                   {"share", percent((s.forward + s.backward) / all, 0)}});
    }
    return object{{"batch", std::to_string(network.batch)},
                  {"step", milliseconds(found.step_seconds)},
                  {"stages", std::move(stages)}};
}

}  // namespace typenet::report
