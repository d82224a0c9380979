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

/// A line of a chart, or with `dotted` its points too. `style` is a class of the page's style
/// sheet.
struct line {
    std::string name;  ///< empty: not in the legend
    std::string style;
    std::vector<point> points;
    bool dotted = false;
};

/// A chart of lines as one `<figure>`: a title, a legend, axes with labelled ticks. Points whose y
/// is infinite or no number are left out, and lines with many points are thinned to those at which
/// they are highest and lowest.
struct line_chart {
    std::string title;
    std::string x_name;
    axis x;
    axis y;
    std::function<std::string(double)> y_text;  ///< of a tick or a point, for HTML
    std::vector<line> lines;

    [[nodiscard]] std::string figure() const;
};

/// The mean of each point and its neighbours, a fiftieth of the line to both sides: so that what is
/// noisy can be seen to go somewhere.
std::vector<point> smoothed(std::span<const point> points);

/// At most about `most` points, with the highest and the lowest of each stretch of the line.
std::vector<point> thinned(std::span<const point> points, std::size_t most);

}  // namespace typenet::report
