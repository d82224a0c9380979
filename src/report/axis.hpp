// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

namespace typenet::report {

/// An axis of a chart: its two ends, which are round numbers, its scale and its ticks.
struct axis {
    double low = 0;
    double high = 1;
    bool logarithmic = false;
    std::vector<double> ticks;

    /// Where a value lies along the axis, 0 at `low` and 1 at `high`; outside for others.
    [[nodiscard]] double position(double value) const;
};

/// An axis from `low` to `high` or a little beyond, with about `about` ticks, at multiples of 1, 2
/// or 5 times a power of ten. Equal ends get some room around them; `low` is not above `high`.
axis linear_axis(double low, double high, int about = 5);

/// The same, logarithmic, with ticks at powers of ten, and between them where these are few.
/// Both ends must be above 0; of more than twelve decades only the upper twelve are shown.
axis logarithmic_axis(double low, double high);

}  // namespace typenet::report
