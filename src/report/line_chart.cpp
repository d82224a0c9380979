// SPDX-License-Identifier: BSL-1.0
#include "report/line_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/words.hpp"

namespace typenet::report {

namespace {

// In units of the picture. It is scaled as a whole, to text about as large as the page's.
constexpr double width = 440;
constexpr double height = 250;
constexpr double left = 52;
constexpr double right = 14;
constexpr double top = 10;
constexpr double bottom = 42;
constexpr std::size_t most_points = 800;

double across(const axis& x, double value) {
    return left + x.position(value) * (width - left - right);
}
double down(const axis& y, double value) {
    return top + (1 - y.position(value)) * (height - top - bottom);
}

std::string legend(const std::vector<line>& lines) {
    std::string words;
    for (const line& l : lines)
        if (!l.name.empty() && !l.points.empty())
            words += fmt::format("<span class='key {}'><i></i>{}</span>", l.style, l.name);
    return words;
}

void draw_axes(const line_chart& chart, std::string& svg) {
    auto out = std::back_inserter(svg);
    const double floor = height - bottom;
    for (const double tick : chart.y.ticks) {
        const double y = down(chart.y, tick);
        fmt::format_to(out,
                       "<path class='grid' d='M{} {:.1f}H{}'/>"
                       "<text x='{}' y='{:.1f}' class='end'>{}</text>",
                       left, y, width - right, left - 8, y + 4.5, chart.y_text(tick));
    }
    for (const double tick : chart.x.ticks) {
        const double x = across(chart.x, tick);
        fmt::format_to(out,
                       "<path class='tick' d='M{:.1f} {}v5'/>"
                       "<text x='{:.1f}' y='{}' class='middle'>{}</text>",
                       x, floor, x, floor + 19, brief(tick));
    }
    fmt::format_to(out,
                   "<path class='axis' d='M{} {}H{}'/>"
                   "<text x='{}' y='{}' class='end name'>{}</text>",
                   left, floor, width - right, width - right, height - 4, chart.x_name);
}

void draw_line(const line_chart& chart, const line& drawn, std::string& svg) {
    auto out = std::back_inserter(svg);
    std::vector<point> points;
    std::ranges::copy_if(drawn.points, std::back_inserter(points),
                         [](const point& p) { return std::isfinite(p.y); });
    points = thinned(points, most_points);
    std::string path;
    for (const point& p : points)
        fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", path.empty() ? "M" : "L",
                       across(chart.x, p.x), down(chart.y, p.y));
    if (points.size() > 1) fmt::format_to(out, "<path class='line {}' d='{}'/>", drawn.style, path);
    if (!drawn.dotted) return;
    for (const point& p : points)
        fmt::format_to(out,
                       "<circle class='dot {}' cx='{:.1f}' cy='{:.1f}' r='3.5'><title>{}: "
                       "{} after step {}</title></circle>",
                       drawn.style, across(chart.x, p.x), down(chart.y, p.y), drawn.name,
                       chart.y_text(p.y), brief(p.x));
}

}  // namespace

std::vector<point> smoothed(std::span<const point> points) {
    std::vector<point> made;
    std::ranges::copy_if(points, std::back_inserter(made),
                         [](const point& p) { return std::isfinite(p.y); });
    const std::size_t count = made.size();
    const std::size_t reach = count / 50;
    std::vector<double> sums{0};  // of all before
    for (const point& p : made) sums.push_back(sums.back() + p.y);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t first = i - std::min(i, reach);
        const std::size_t end = std::min(i + reach + 1, count);
        made[i].y = (sums[end] - sums[first]) / static_cast<double>(end - first);
    }
    return made;
}

std::vector<point> thinned(std::span<const point> points, std::size_t most) {
    if (points.size() <= most) return {points.begin(), points.end()};
    const std::size_t stretches = std::max<std::size_t>(1, most / 2);
    std::vector<point> kept;
    for (std::size_t s = 0; s < stretches; ++s) {
        const std::size_t first = s * points.size() / stretches;
        const std::size_t last = (s + 1) * points.size() / stretches;
        const auto stretch = points.subspan(first, last - first);
        const auto [low, high] = std::ranges::minmax_element(stretch, {}, &point::y);
        kept.push_back(*std::min(low, high));
        if (low != high) kept.push_back(*std::max(low, high));
    }
    return kept;
}

std::string line_chart::figure() const {
    std::string svg = fmt::format(
        "<figure class='chart'><figcaption><b>{}</b><span>{}</span></figcaption>\n<svg "
        "viewBox='0 0 {} {}' "
        "role='img' aria-label='{}'>",
        title, legend(lines), width, height, title);
    draw_axes(*this, svg);
    // A line that leaves the axes must not be drawn over the text below.
    fmt::format_to(std::back_inserter(svg),
                   "<svg x='{}' y='{}' width='{}' height='{}' viewBox='{} {} {} {}'>", left - 6,
                   top - 6, width - left - right + 12, height - top - bottom + 6, left - 6, top - 6,
                   width - left - right + 12, height - top - bottom + 6);
    for (const line& l : lines) draw_line(*this, l, svg);
    return svg + "</svg></svg></figure>\n";
}

}  // namespace typenet::report
