// SPDX-License-Identifier: BSL-1.0
#include "report/page.hpp"

#include <fmt/format.h>

#include "evaluate/calibration.hpp"
#include "report/page.css.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

/// Short enough for a figure: "3,274,634", "25.6 million".
std::string brief_count(extent number) {
    constexpr extent many = 10'000'000;
    constexpr double million = 1e6;
    if (number < many) return grouped(number);
    return fmt::format("{:.1f} million", static_cast<double>(number) / million);
}

}  // namespace

std::string page(const app::network_summary& network, app::engine& trained, const findings& found) {
    const evaluation& test = found.test;
    const app::calibration calibration(found.answers);
    return render(object{
        {"style", std::string(page_css)},
        {"title", found.title},
        {"written", found.written},
        {"classifies", found.classifies},
        {"accuracy", percent(test.accuracy())},
        {"loss", fmt::format("{:.4f}", test.loss)},
        {"images", grouped(test.images)},
        {"wrong", grouped(test.images - test.correct)},
        {"calibration_error", percent(calibration.expected_error())},
        {"steps", grouped(found.steps.empty() ? 0 : found.steps.back().step)},
        {"parameters", brief_count(network.parameter_count)},
        {"training", training_section(found)},
        {"network", network_section(network)},
        {"confusion", found.classifies ? confusion_section(network, found) : fields(false)},
        {"mistakes", found.classifies ? mistakes_section(found) : fields(false)},
        {"calibration", found.classifies ? calibration_section(found) : fields(false)},
        {"errors", found.classifies ? fields(false) : errors_section(found)},
        {"filters", filters_section(network, trained)},
        {"times", times_section(network, found)},
        {"settings", settings_section(found)},
        {"log", log_section(found)},
    });
}

}  // namespace typenet::report
