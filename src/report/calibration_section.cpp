// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "evaluate/calibration.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

// In units of the picture.
constexpr double plot_left = 62;
constexpr double plot_top = 10;
constexpr double plot_side = 364;
constexpr double strip_top = plot_top + plot_side + 28;
constexpr double strip = 46;
constexpr double plot_width = plot_left + plot_side + 14;
constexpr double plot_height = strip_top + strip + 44;

double across(double confidence) { return plot_left + confidence * plot_side; }
double down(double accuracy) { return plot_top + (1 - accuracy) * plot_side; }

void draw_axes(std::string& svg) {
    auto out = std::back_inserter(svg);
    constexpr int ticks = 5;
    for (int i = 0; i <= ticks; ++i) {
        const double at = double(i) / ticks;
        const std::string words = percent(at, 0);
        fmt::format_to(out,
                       "<path class='grid' d='M{0} {1:.1f}h{2}M{3:.1f} {4}v{2}'/>"
                       "<text class='end' x='{5}' y='{6:.1f}'>{7}</text>"
                       "<text class='middle' x='{3:.1f}' y='{8}'>{7}</text>",
                       plot_left, down(at), plot_side, across(at), plot_top, plot_left - 8,
                       down(at) + 4.5, words, strip_top + strip + 18);
    }
    fmt::format_to(out,
                   "<text class='middle name' x='{}' y='{}'>confidence</text>"
                   "<text class='middle name' transform='translate(12 {}) "
                   "rotate(-90)'>accuracy</text>",
                   plot_left + plot_side / 2, plot_height - 6, plot_top + plot_side / 2);
}

/// A bar as high as the bin's accuracy, and a mark where its confidence is.
void draw_bin(const app::calibration& all, std::size_t i, double most, std::string& svg) {
    const app::calibration::bin& bin = all[i];
    if (bin.images == 0) return;
    constexpr double gap = 1.5;
    constexpr double bar = plot_side / app::calibration::bins - 2 * gap;
    const double x = across(double(i) / app::calibration::bins) + gap;
    const double images = static_cast<double>(bin.images);
    fmt::format_to(std::back_inserter(svg),
                   "<g><title>{images} images, confidence {confidence}, accuracy {accuracy}</title>"
                   "<rect class='bar' x='{x:.1f}' y='{y:.1f}' width='{w:.1f}' height='{h:.1f}'/>"
                   "<path class='promise' d='M{x:.1f} {promise:.1f}h{w:.1f}'/>"
                   "<rect class='amount' x='{x:.1f}' y='{strip_y:.1f}' width='{w:.1f}' "
                   "height='{strip_h:.1f}'/><text class='middle small' x='{middle:.1f}' "
                   "y='{over:.1f}'>{images}</text></g>",
                   fmt::arg("images", grouped(static_cast<long>(bin.images))),
                   fmt::arg("confidence", percent(bin.confidence)),
                   fmt::arg("accuracy", percent(bin.accuracy)), fmt::arg("x", x),
                   fmt::arg("w", bar), fmt::arg("y", down(bin.accuracy)),
                   fmt::arg("h", bin.accuracy * plot_side),
                   fmt::arg("promise", down(bin.confidence)),
                   fmt::arg("strip_y", strip_top + strip - std::max(1.0, images / most * strip)),
                   fmt::arg("middle", x + bar / 2),
                   fmt::arg("over", strip_top + strip - std::max(1.0, images / most * strip) - 4),
                   fmt::arg("strip_h", std::max(1.0, images / most * strip)));
}

std::string reliability_diagram(const app::calibration& all) {
    std::size_t most = 1;
    for (std::size_t i = 0; i < app::calibration::bins; ++i) most = std::max(most, all[i].images);
    std::string svg = fmt::format(
        "<svg class='square' viewBox='0 0 {} {}' role='img' aria-label='Reliability "
        "diagram'>",
        plot_width, plot_height);
    draw_axes(svg);
    for (std::size_t i = 0; i < app::calibration::bins; ++i)
        draw_bin(all, i, static_cast<double>(most), svg);
    fmt::format_to(std::back_inserter(svg),
                   "<path class='ideal' d='M{} {}L{} {}'/><path class='axis' d='M{} {}h{}"
                   "M{} {}h{}'/></svg>",
                   across(0), down(0), across(1), down(1), plot_left, down(0), plot_side, plot_left,
                   strip_top + strip, plot_side);
    return svg;
}

}  // namespace

fields calibration_section(const findings& found) {
    const app::calibration all(found.answers);
    const double distance = all.mean_confidence() - found.test.accuracy();
    constexpr double next_to_nothing = 0.001;
    return object{{"diagram", reliability_diagram(all)},
                  {"expected_error", percent(all.expected_error())},
                  {"mean_confidence", percent(all.mean_confidence())},
                  {"accuracy", percent(found.test.accuracy())},
                  {"as_sure_as_right", std::abs(distance) < next_to_nothing},
                  {"too_sure", distance > 0},
                  {"distance", fmt::format("{:.2f}", 100 * std::abs(distance))}};
}

}  // namespace typenet::report
