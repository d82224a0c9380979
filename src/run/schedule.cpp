// SPDX-License-Identifier: BSL-1.0
#include "run/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace typenet::app {

namespace {

/// From `start` at 0 to `end` at 1 along half a cosine.
double half_cosine(double start, double end, double at) {
    return end + (start - end) * 0.5 * (1 + std::cos(std::numbers::pi * at));
}

/// The same in a straight line.
double straight(double start, double end, double at) { return start + (end - start) * at; }

/// Up to the peak for 30 % of the steps, and down to next to nothing.
double cycle(double (*between)(double, double, double), double peak, std::uint32_t step,
             std::uint32_t steps) {
    const double first = peak / 25;
    const double last = first / 1e4;
    const double top = 0.3 * steps - 1;
    const double at = step - 1.0;
    if (top > 0 && at <= top) return between(first, peak, at / top);
    return between(peak, last, std::min(1.0, (at - top) / std::max(1.0, steps - 1 - top)));
}

}  // namespace

double learning_rate_at(schedule how, double peak, std::uint32_t step, std::uint32_t steps) {
    switch (how) {
        case schedule::constant:
            return peak;
        case schedule::cosine: {
            const double warm_up = std::max(1.0, std::floor(0.05 * steps));
            if (step <= warm_up) return peak * step / warm_up;
            return half_cosine(peak, 0, (step - warm_up) / std::max(1.0, steps - warm_up));
        }
        case schedule::one_cycle:
            return cycle(half_cosine, peak, step, steps);
        case schedule::triangle:
            return cycle(straight, peak, step, steps);
        case schedule::step: {
            // Whole numbers: a step that is half of all has the tenth already.
            const std::uint64_t done = step - std::uint64_t{1};
            if (4 * done >= std::uint64_t{3} * steps) return peak / 100;
            return 2 * done >= steps ? peak / 10 : peak;
        }
        case schedule::exponential:
            return peak * std::pow(0.01, (step - 1.0) / std::max(1.0, steps - 1.0));
    }
    return peak;
}

}  // namespace typenet::app
