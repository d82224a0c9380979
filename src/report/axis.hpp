// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

namespace typenet::report {

/// One axis of a chart: from where to where it goes, how, and where its ticks are. Both ends are
/// round numbers.
struct axis {
    double low = 0;
    double high = 1;
    bool logarithmic = false;
    std::vector<double> ticks;

    /// Where a value lies along the axis, 0 at `low` and 1 at `high`; outside for others.
    [[nodiscard]] double position(double value) const;
};

/// An axis that holds all from `low` to `high`, with `about` so many ticks at 1, 2 or 5 times a
/// power of ten. Equal ends get some room around them; `low` is not above `high`.
axis linear_axis(double low, double high, int about = 5);

/// The same, logarithmic, with ticks at powers of ten, and between them where these are few.
/// Both ends must be above 0; of more than twelve decades the upper ones are kept.
axis logarithmic_axis(double low, double high);

}  // namespace typenet::report
