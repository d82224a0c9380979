// SPDX-License-Identifier: BSL-1.0
#include "drawing/plane.hpp"

#include <algorithm>

namespace typenet::drawing {

namespace {

/// How much each of `from` places counts for place `i` of `to`: the share that it covers where the
/// picture shrinks, a straight line between two neighbours where it grows.
template <class Take>
void weigh(int i, int from, int to, Take&& take) {
    const double scale = static_cast<double>(from) / to;
    if (scale >= 1) {
        const double begin = i * scale;
        const double end = std::min<double>(from, begin + scale);
        for (int k = static_cast<int>(begin); k < from && k < end; ++k)
            take(k, (std::min(end, k + 1.0) - std::max(begin, 1.0 * k)) / (end - begin));
        return;
    }
    const double at = std::clamp((i + 0.5) * scale - 0.5, 0.0, from - 1.0);
    const int first = static_cast<int>(at);
    take(first, 1 - (at - first));
    if (first + 1 < from) take(first + 1, at - first);
}

}  // namespace

box box_of_ink(const plane& ink) {
    int top = ink.height;
    int left = ink.width;
    int bottom = -1;
    int right = -1;
    for (int y = 0; y < ink.height; ++y) {
        for (int x = 0; x < ink.width; ++x) {
            if (ink.at(y, x) == 0) continue;
            top = std::min(top, y);
            bottom = y;
            left = std::min(left, x);
            right = std::max(right, x);
        }
    }
    if (bottom < 0) return {};
    return {top, left, bottom - top + 1, right - left + 1};
}

plane part_of(const plane& whole, const box& part) {
    plane found{part.height, part.width, {}};
    found.values.reserve(static_cast<std::size_t>(part.height) *
                         static_cast<std::size_t>(part.width));
    for (int y = 0; y < part.height; ++y)
        for (int x = 0; x < part.width; ++x)
            found.values.push_back(whole.at(part.top + y, part.left + x));
    return found;
}

plane resampled(const plane& from, const box& part, int height, int width) {
    plane to{height, width, {}};
    std::vector<double> sums(static_cast<std::size_t>(width));
    for (int y = 0; y < height; ++y) {
        std::ranges::fill(sums, 0.0);
        weigh(y, part.height, height, [&](int row, double row_share) {
            for (int x = 0; x < width; ++x) {
                double sum = 0;
                weigh(x, part.width, width, [&](int column, double share) {
                    sum += share * from.at(part.top + row, part.left + column);
                });
                sums[static_cast<std::size_t>(x)] += row_share * sum;
            }
        });
        for (const double sum : sums)
            to.values.push_back(static_cast<std::uint8_t>(std::clamp(sum + 0.5, 0.0, 255.0)));
    }
    return to;
}

}  // namespace typenet::drawing
