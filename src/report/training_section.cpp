// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "report/line_chart.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

std::vector<point> of_steps(const findings& found, double logged_step::* what) {
    std::vector<point> points;
    for (const logged_step& s : found.steps) points.push_back({double(s.step), s.*what});
    return points;
}

/// Of the evaluations of a part, those on the most images: the notebook also evaluates on a few.
template <class Take>
std::vector<point> of_evaluations(const findings& found, std::string_view split, const Take& take) {
    extent most = 0;
    for (const logged_evaluation& e : found.evaluations)
        if (e.split == split) most = std::max(most, e.found.images);
    std::vector<point> points;
    for (const logged_evaluation& e : found.evaluations)
        if (e.split == split && e.found.images == most)
            points.push_back({double(e.step), take(e.found)});
    return points;
}

struct range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(std::span<const point> points) {
        for (const point& p : points) {
            if (!std::isfinite(p.y)) continue;
            low = std::min(low, p.y);
            high = std::max(high, p.y);
        }
    }
    [[nodiscard]] bool empty() const { return low > high; }
};

/// Loss or accuracy as lines: of each step's minibatch, pale and smoothed, and of the other parts.
std::vector<line> lines_of(const std::vector<point>& steps, std::vector<point> validation,
                           std::vector<point> test) {
    return {{"", "pale", steps, false},
            {"training", "training", smoothed(steps), false},
            {"validation", "validation", std::move(validation), true},
            {"test", "test", std::move(test), true}};
}

axis steps_axis(const findings& found) {
    double last = 1;
    for (const logged_step& s : found.steps) last = std::max(last, double(s.step));
    axis x = linear_axis(0, last);
    // The curve takes the whole width: the axis ends at the last step, not at a tick.
    x.high = last;
    std::erase_if(x.ticks, [&](double tick) { return tick > last; });
    return x;
}

std::string loss_chart(const findings& found) {
    const auto loss = [](const evaluation& e) { return e.loss; };
    const std::vector<line> lines =
        lines_of(of_steps(found, &logged_step::loss), of_evaluations(found, "validation", loss),
                 of_evaluations(found, "test", loss));
    range all;
    range calm;  // without the noise of single minibatches, which may leave the chart below
    for (const line& l : lines) all.add(l.points);
    for (const line& l : std::span(lines).subspan(1)) calm.add(l.points);
    if (all.empty()) return {};
    constexpr double many_times = 20;
    if (calm.low > 0 && all.high > many_times * calm.low)
        return line_chart{"Loss, logarithmic",
                          "step",
                          steps_axis(found),
                          logarithmic_axis(std::max(all.low, calm.low / 2), all.high),
                          brief,
                          lines}
            .figure();
    return line_chart{
        "Loss", "step", steps_axis(found), linear_axis(std::min(0.0, all.low), all.high),
        brief,  lines}
        .figure();
}

std::string accuracy_chart(const findings& found) {
    const auto accuracy = [](const evaluation& e) { return e.accuracy(); };
    const std::vector<line> lines = lines_of(of_steps(found, &logged_step::accuracy),
                                             of_evaluations(found, "validation", accuracy),
                                             of_evaluations(found, "test", accuracy));
    // At the first steps the network only guesses. An axis that shows them would flatten the rest,
    // so the curve comes in from below.
    range late;
    const std::span<const point> smooth = lines[1].points;
    late.add(smooth.subspan(smooth.size() / 10));
    for (const line& l : std::span(lines).subspan(2)) late.add(l.points);
    if (late.empty()) return {};
    axis y = linear_axis(late.low, 1);
    y.high = 1;
    std::erase_if(y.ticks, [](double tick) { return tick > 1 + 1e-9; });
    const auto text = [](double share) { return brief(100 * share) + "\u00A0%"; };
    return line_chart{"Accuracy", "step", steps_axis(found), y, text, lines}.figure();
}

/// A chart of something that only steps have.
std::string steps_chart(const findings& found, const char* title, const std::vector<line>& lines) {
    range shown;
    shown.add(lines.back().points);
    if (shown.empty()) return {};
    return line_chart{title, "step", steps_axis(found), linear_axis(0, shown.high), brief, lines}
        .figure();
}

std::string rate_chart(const findings& found) {
    return steps_chart(found, "Learning rate",
                       {{"", "training", of_steps(found, &logged_step::learning_rate), false}});
}

std::string time_chart(const findings& found) {
    const std::vector<point> steps = of_steps(found, &logged_step::milliseconds);
    return steps_chart(found, "Milliseconds a step",
                       {{"", "pale", steps, false}, {"", "training", smoothed(steps), false}});
}

}  // namespace

fields training_section(const findings& found) {
    kainjow::mustache::list charts{loss_chart(found)};
    if (found.classifies) charts.emplace_back(accuracy_chart(found));
    charts.emplace_back(rate_chart(found));
    charts.emplace_back(time_chart(found));
    return object{{"trained", !found.steps.empty()}, {"charts", std::move(charts)}};
}

}  // namespace typenet::report
