// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "report/axis.hpp"

namespace typenet::report {

struct point {
    double x = 0;
    double y = 0;
};

/// A line of a chart, with `dotted` also its points. `style` is a class of page.css.
struct line {
    std::string name;  ///< empty: not in the legend
    std::string style;
    std::vector<point> points;
    bool dotted = false;
};

/// A chart of lines as one `<figure>`: a title, a legend, axes with labelled ticks. Points whose y
/// is not finite are left out. Of lines with many points the highest and the lowest are kept.
struct line_chart {
    std::string title;
    std::string x_name;
    axis x;
    axis y;
    std::function<std::string(double)> y_text;  ///< writes the y of a tick or a point, as HTML
    std::vector<line> lines;

    [[nodiscard]] std::string figure() const;
};

/// The mean of each point and its neighbours, a fiftieth of the line to both sides: shows where a
/// noisy line goes.
std::vector<point> smoothed(std::span<const point> points);

/// At most `most` points: the highest and the lowest of each stretch of the line.
std::vector<point> thinned(std::span<const point> points, std::size_t most);

}  // namespace typenet::report
