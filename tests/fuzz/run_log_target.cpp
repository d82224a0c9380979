// SPDX-License-Identifier: BSL-1.0
// The log of a run, and what a report draws of it.
#include <cstddef>
#include <string>
#include <string_view>

#include "memory_file.hpp"
#include "report/fields.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"
#include "run/history.hpp"
#include "run/read_log.hpp"
#include "target.hpp"

namespace {

using namespace typenet;
using fuzz::demand;

/// Of the paths that a chart draws, each must have numbers alone.
void check_charts(const std::string& html) {
    constexpr std::string_view begin = " d='";
    for (std::size_t at = html.find(begin); at != std::string::npos; at = html.find(begin, at)) {
        at += begin.size();
        const std::size_t end = html.find('\'', at);
        demand(html.find_first_not_of("MLHVhv -.0123456789", at) == end, "a path is of numbers");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const fuzz::memory_file file;
    file.put({bytes, size});
    app::history told;
    if (!fuzz::accepts([&] { app::read_log(file.path(), told); })) return 0;
    const data::labelled_images none;
    report::findings found{.title = {},
                           .written = {},
                           .run = {},
                           .settings = {},
                           .machine = {},
                           .steps = {},
                           .evaluations = {},
                           .class_names = {},
                           .images = none,
                           .answers = {},
                           .test = {},
                           .errors = {},
                           .worst = {},
                           .stages = {}};
    for (const app::step_event& e : told.steps())
        found.steps.push_back({e.step, e.loss, e.accuracy, e.learning_rate, e.milliseconds});
    for (const app::eval_event& e : told.evaluations())
        found.evaluations.push_back({e.split, e.step, e.found});
    if (const auto& end = told.end()) {
        const std::string took = report::duration(end->seconds);
        demand(took.find_first_not_of("0123456789. hmins") == std::string::npos,
               "a time is of numbers");
    }
    const std::string page = report::render(report::object{
        {"training", report::training_section(found)}, {"log", report::log_section(found)}});
    check_charts(page);
    demand(page.find('\x1b') == std::string::npos, "no character controls a terminal");
    demand(page.size() < 1'000'000, "a page is small");
    return 0;
}
