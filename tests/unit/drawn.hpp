// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "data/picture.hpp"

namespace typenet::tests {

/// A picture whose pixel at (y, x) is tone(y, x), grey and opaque.
inline data::picture drawn(int height, int width, auto&& tone) {
    data::picture made{height, width, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto value = static_cast<std::uint8_t>(tone(y, x));
            made.pixels.insert(made.pixels.end(), {value, value, value, 255});
        }
    }
    return made;
}

/// A seven, about `size` high, at (top, left), 255 where there is ink.
inline auto seven(int size, int top, int left) {
    return [=](int y, int x) {
        const double v = static_cast<double>(y - top) / size;
        const double h = static_cast<double>(x - left) / size;
        const bool bar = v >= 0 && v < 0.15 && h >= 0 && h < 0.7;
        const bool stem = v >= 0 && v < 1 && std::abs(h - 0.6 + 0.35 * v) < 0.08;
        return bar || stem ? 255 : 0;
    };
}

/// By how much two images differ where they differ most.
inline int difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    int most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

}  // namespace typenet::tests
