// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

fields log_section(const findings& found) {
    // The first step, the last, and between them every n-th.
    constexpr std::size_t most_rows = 1000;
    const std::size_t count = found.steps.size();
    const std::size_t every = (count + most_rows - 1) / most_rows;
    std::vector<logged_step> shown;
    for (std::size_t i = 0; i < count; ++i)
        if (i % every == 0 || i + 1 == count) shown.push_back(found.steps[i]);
    const auto step_row = [](const logged_step& s) {
        return object{{"step", std::to_string(s.step)},
                      {"loss", fmt::format("{:.6g}", s.loss)},
                      {"accuracy", percent(s.accuracy)},
                      {"learning_rate", fmt::format("{:.4g}", s.learning_rate)},
                      {"milliseconds", fmt::format("{:.4g}", s.milliseconds)}};
    };
    const auto evaluation_row = [](const logged_evaluation& e) {
        return object{{"split", e.split},
                      {"step", std::to_string(e.step)},
                      {"images", std::to_string(e.found.images)},
                      {"accuracy", percent(e.found.accuracy())},
                      {"loss", fmt::format("{:.6g}", e.found.loss)}};
    };
    return object{{"evaluations", list_of(found.evaluations, evaluation_row)},
                  {"steps", list_of(shown, step_row)},
                  {"count", grouped(static_cast<long>(count))},
                  {"every", every > 1 ? fields(std::to_string(every)) : fields(false)}};
}

}  // namespace typenet::report
