// SPDX-License-Identifier: BSL-1.0
#include "drawing/paper.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

namespace typenet::drawing {

namespace {

using surface = std::array<double, 6>;

surface terms_of(double y, double x) { return {1, y, x, y * y, x * x, y * x}; }

double height_of(const surface& on, double y, double x) {
    const surface terms = terms_of(y, x);
    double sum = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) sum += on[i] * terms[i];
    return sum;
}

/// The surface of least squares: the normal equations, by Cholesky's decomposition. A few samples,
/// or ones in a line, do not say all of it: what they leave open is level.
surface fitted(std::span<const sample> samples) {
    constexpr std::size_t n = std::tuple_size_v<surface>;
    std::array<surface, n> matrix{};
    surface right{};
    for (const sample& s : samples) {
        const surface terms = terms_of(s.y, s.x);
        for (std::size_t i = 0; i < n; ++i) {
            right[i] += terms[i] * s.value;
            for (std::size_t j = 0; j <= i; ++j) matrix[i][j] += terms[i] * terms[j];
        }
    }
    const double level = 1e-6 * static_cast<double>(samples.size());
    for (std::size_t i = 1; i < n; ++i) matrix[i][i] += level;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k) sum -= matrix[i][k] * matrix[j][k];
            matrix[i][j] = i == j ? std::sqrt(std::max(sum, level)) : sum / matrix[j][j];
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k) right[i] -= matrix[i][k] * right[k];
        right[i] /= matrix[i][i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k) right[i] -= matrix[k][i] * right[k];
        right[i] /= matrix[i][i];
    }
    return right;
}

/// Whether two surfaces are so alike that no byte would show it.
bool alike(const surface& a, const surface& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::abs(a[i] - b[i]) > 1e-3) return false;
    return true;
}

/// `on` made to fit what `nearest` leaves in front of the samples, a count, until it stays so.
template <class Nearest>
std::size_t settle(surface& on, std::span<sample> samples, Nearest&& nearest) {
    constexpr int most_steps = 12;
    std::size_t count = 0;
    for (int step = 0; step < most_steps; ++step) {
        count =
            nearest([&](const sample& s) { return std::abs(s.value - height_of(on, s.y, s.x)); });
        if (count == 0) break;
        const surface before = std::exchange(on, fitted(samples.first(count)));
        if (alike(before, on)) break;
    }
    return count;
}

int stride_of(int all) {
    constexpr int most_samples_a_side = 64;
    return (all + most_samples_a_side - 1) / most_samples_a_side;
}

}  // namespace

paper::paper(std::vector<sample> samples) {
    const auto nth = [&](std::size_t n) {
        return samples.begin() + static_cast<std::ptrdiff_t>(n);
    };
    const auto third = [&](auto&& distance) {
        const std::size_t count = samples.size() / 3 + 1;
        std::ranges::nth_element(samples, nth(count - 1), {}, distance);
        return count;
    };
    const auto near = [&](auto&& distance) {
        const auto is_near = [&](const sample& s) { return distance(s) <= tolerance; };
        return static_cast<std::size_t>(std::partition(samples.begin(), samples.end(), is_near) -
                                        samples.begin());
    };
    std::size_t most = 0;
    for (const std::size_t quarters : {2U, 1U, 3U}) {
        const std::size_t quartile = quarters * (samples.size() - 1) / 4;
        std::ranges::nth_element(samples, nth(quartile), {}, &sample::value);
        surface on{samples[quartile].value};
        settle(on, samples, third);
        const std::size_t count = settle(on, samples, near);
        if (count <= most) continue;
        most = count;
        surface_ = on;
        if (2 * most > samples.size()) break;  // no other can be near as many of the others
    }
}

double paper::at(double y, double x) const {
    return std::clamp(height_of(surface_, y, x), 0.0, 255.0);
}

std::vector<sample> samples_of(const plane& grey) {
    std::vector<sample> samples;
    for (int y = 0; y < grey.height; y += stride_of(grey.height))
        for (int x = 0; x < grey.width; x += stride_of(grey.width))
            samples.push_back({place(y, grey.height), place(x, grey.width), 1.0 * grey.at(y, x)});
    return samples;
}

std::vector<sample> border_of(const plane& grey) {
    std::vector<sample> samples;
    const auto take = [&](int y, int x) {
        samples.push_back({place(y, grey.height), place(x, grey.width), 1.0 * grey.at(y, x)});
    };
    for (int x = 0; x < grey.width; x += stride_of(grey.width)) {
        take(0, x);
        take(grey.height - 1, x);
    }
    for (int y = 0; y < grey.height; y += stride_of(grey.height)) {
        take(y, 0);
        take(y, grey.width - 1);
    }
    return samples;
}

}  // namespace typenet::drawing
