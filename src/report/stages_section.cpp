// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

std::string milliseconds(double seconds) { return fmt::format("{:.3g}", 1e3 * seconds); }

}  // namespace

std::string stages_section(const app::network_summary& network, const findings& found) {
    if (found.stages.empty()) return "<p>The plan of this network has no stages.</p>\n";
    double longest = 0;
    double all = 0;
    for (const stage_time& s : found.stages) {
        longest = std::max(longest, s.forward + s.backward);
        all += s.forward + s.backward;
    }
    std::string html = fmt::format(
        "<p class='note'>One step on {} images takes {} ms: medians of several steps on this "
        "machine.</p><p class='note'><span class='key forward'><i></i>forward</span> <span "
        "class='key backward'><i></i>backward, with the update of the weights</span></p><div "
        "class='stages'>\n",
        network.batch, milliseconds(found.step_seconds));
    for (std::size_t i = 0; i < found.stages.size(); ++i) {
        const stage_time& s = found.stages[i];
        fmt::format_to(
            std::back_inserter(html),
            "<div class='stage'><div><b>{}</b> <span>{}</span></div><div class='amounts'><i "
            "class='forward' style='width:{:.2f}%'></i><i class='backward' "
            "style='width:{:.2f}%'></i></div><div class='times'>{} + {} ms "
            "<span>{}</span></div></div>\n",
            escaped(network.stages[i].layers.view()), escaped(network.stages[i].kernel.view()),
            100 * s.forward / longest, 100 * s.backward / longest, milliseconds(s.forward),
            milliseconds(s.backward), percent((s.forward + s.backward) / all, 0));
    }
    return html + "</div>\n";
}

}  // namespace typenet::report
