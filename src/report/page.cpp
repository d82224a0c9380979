// SPDX-License-Identifier: BSL-1.0
#include "report/page.hpp"

#include <fmt/format.h>

#include <iterator>

#include "evaluate/calibration.hpp"
#include "report/curves.hpp"
#include "report/sections.hpp"
#include "report/style.hpp"
#include "report/table.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

std::string table_of(const facts& rows, const char* id) {
    std::string html = fmt::format("<table class='facts' id='{}'><tbody>\n", id);
    for (const fact& f : rows) html += row({escaped(f.name), escaped(f.value)});
    return html + "</tbody></table>\n";
}

/// Short enough for a figure: "3,274,634", "25.6 million".
std::string brief_count(extent number) {
    constexpr extent many = 10'000'000;
    constexpr double million = 1e6;
    if (number < many) return grouped(number);
    return fmt::format("{:.1f} million", static_cast<double>(number) / million);
}

std::string headline(const app::network_facts& network, const findings& found) {
    const evaluation& judged = found.judged;
    return fmt::format(
               "<header><p>{} report</p><h1>{} of {} test images recognised</h1></header>\n",
               escaped(found.title), percent(judged.accuracy()), grouped(judged.images)) +
           figures({{"Test accuracy", percent(judged.accuracy()), "accuracy"},
                    {"Test loss", fmt::format("{:.4f}", judged.loss), "loss"},
                    {"Mistakes", grouped(judged.images - judged.correct), "wrong"},
                    {"Calibration error", percent(calibration(found.answers).expected_error())},
                    {"Steps", grouped(found.steps.empty() ? 0 : found.steps.back().step)},
                    {"Parameters", brief_count(network.parameter_count)}});
}

struct section {
    const char* id;
    const char* heading;
    std::string content;
};

}  // namespace

std::string page(const app::network_facts& network, app::engine& trained, const findings& found) {
    const section sections[] = {
        {"training", "Training", curves(found)},
        {"network", "The network", blocks_section(network)},
        {"confusion", "What is taken for what", confusion_section(network, found)},
        {"mistakes", "The worst mistakes", mistakes_section(found)},
        {"calibration", "How far its confidence can be trusted", calibration_section(found)},
        {"filters", "What the first layer looks for", filters_section(network, trained)},
        {"times", "Where the time goes", stages_section(network, found)},
        {"settings", "Settings and machine",
         "<div class='tables'><div><h3>Run</h3>" + table_of(found.run, "run") +
             "</div><div><h3>Recipe</h3>" + table_of(found.settings, "recipe") +
             "</div><div><h3>Machine</h3>" + table_of(found.machine, "machine") + "</div></div>\n"},
        {"log", "Every number",
         "<details><summary>The numbers of the log</summary>" + logged_numbers(found) +
             "</details>\n"}};
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>\n"
        // Nothing of the page may load or run anything, whatever a class is called.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; img-src data:\">\n<meta name='viewport' content='width=device-width, "
        "initial-scale=1'>\n<meta name='color-scheme' content='light dark'>\n"
        "<link rel='icon' href='data:,'>\n<title>{}: {}</title>\n<style>\n{}</style></head>"
        "<body><main>\n",
        escaped(found.title), percent(found.judged.accuracy()), style);
    html += headline(network, found) + "<nav>";
    auto out = std::back_inserter(html);
    for (const section& s : sections) fmt::format_to(out, "<a href='#{}'>{}</a> ", s.id, s.heading);
    html += "</nav>\n";
    for (const section& s : sections)
        fmt::format_to(out, "<section id='{}'><h2>{}</h2>\n{}</section>\n", s.id, s.heading,
                       s.content);
    fmt::format_to(out, "<footer>Written {} by typenet.</footer>\n</main></body></html>\n",
                   escaped(found.written));
    return html;
}

}  // namespace typenet::report
