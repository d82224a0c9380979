// SPDX-License-Identifier: BSL-1.0
#include "report/axis.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace typenet::report {

namespace {

/// The smallest of 1, 2, 5, 10 times a power of ten that is not below `least`.
double round_up(double least) {
    const double power = std::pow(10, std::floor(std::log10(least)));
    // The computed logarithm of 1000 may be a little more than 3.
    constexpr double slack = 1 + 1e-9;
    for (const double times : {1.0, 2.0, 5.0})
        if (least <= times * power * slack) return times * power;
    return 10 * power;
}

}  // namespace

double axis::position(double value) const {
    if (!logarithmic) return (value - low) / (high - low);
    // 0 and below lie infinitely far down.
    constexpr double next_to_nothing = 1e-300;
    return std::log(std::max(value, next_to_nothing) / low) / std::log(high / low);
}

axis linear_axis(double low, double high, int about) {
    // Ends that differ only by rounding are equal: ticks between them would all look the same.
    constexpr double least = 1e-9;
    if (high - low <= least * std::max(std::abs(low), std::abs(high))) {
        const double room = low == 0 ? 1 : std::abs(low) / 2;
        low -= low == 0 ? 0 : room;
        high = high == 0 ? 1 : high + room;
    }
    const double step = round_up((high - low) / about);
    constexpr double slack = 1e-9;
    const double first = std::floor(low / step + slack);
    const double last = std::ceil(high / step - slack);
    axis made{first * step, last * step, false, {}};
    for (double i = first; i <= last; ++i) made.ticks.push_back(i * step);
    return made;
}

axis logarithmic_axis(double low, double high) {
    constexpr double most_decades = 12;
    low = std::max(low, high * std::pow(10, -most_decades));
    constexpr double slack = 1e-9;
    double first = std::floor(std::log10(low) + slack);
    double last = std::ceil(std::log10(high) - slack);
    if (last <= first) last = first + 1;
    // From 7 decades on every second one has a tick, from 13 on every third.
    const double every = std::ceil((last - first) / 6);
    axis made{std::pow(10, first), std::pow(10, last), true, {}};
    for (double i = first; i <= last; i += every) made.ticks.push_back(std::pow(10, i));
    constexpr double few = 2;
    if (last - first > few) return made;
    made.ticks.clear();
    for (double i = first; i <= last; ++i)
        for (const double times : {1.0, 2.0, 5.0})
            if (i < last || times == 1) made.ticks.push_back(times * std::pow(10, i));
    // With ticks that close, the axis can begin and end at one of them.
    while (made.ticks.size() > 2 && made.ticks[1] <= low) made.ticks.erase(made.ticks.begin());
    while (made.ticks.size() > 2 && made.ticks[made.ticks.size() - 2] >= high)
        made.ticks.pop_back();
    made.low = made.ticks.front();
    made.high = made.ticks.back();
    return made;
}

}  // namespace typenet::report
