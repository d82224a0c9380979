// SPDX-License-Identifier: BSL-1.0
#include "data/fit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "support/error.hpp"

namespace typenet::data {

namespace {

/// One channel of a picture.
struct plane {
    int height = 0;
    int width = 0;
    std::vector<std::uint8_t> values;

    [[nodiscard]] std::uint8_t at(int y, int x) const {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
};

struct box {
    int top = 0;
    int left = 0;
    int height = 0;
    int width = 0;
};

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

/// Luma of ITU-R BT.601. What is transparent shows white paper under dark ink, else black.
plane grey_of(const picture& from) {
    const std::size_t count = from.pixels.size() / 4;
    plane grey{from.height, from.width, std::vector<std::uint8_t>(count)};
    double ink = 0;
    double opaque = 0;
    const auto luma = [&](std::size_t i) {
        const std::uint8_t* p = &from.pixels[4 * i];
        return (299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000;
    };
    for (std::size_t i = 0; i < count; ++i) {
        const double opacity = from.pixels[4 * i + 3];
        ink += opacity * luma(i);
        opaque += opacity;
    }
    const int paper = ink < 127.5 * opaque ? 255 : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const int opacity = from.pixels[4 * i + 3];
        grey.values[i] =
            static_cast<std::uint8_t>((opacity * luma(i) + (255 - opacity) * paper + 127) / 255);
    }
    return grey;
}

/// How many bytes there are of each value.
using histogram = std::array<std::size_t, 256>;

histogram border_of(const plane& grey) {
    histogram border{};
    for (int x = 0; x < grey.width; ++x) {
        ++border[grey.at(0, x)];
        ++border[grey.at(grey.height - 1, x)];
    }
    for (int y = 0; y < grey.height; ++y) {
        ++border[grey.at(y, 0)];
        ++border[grey.at(y, grey.width - 1)];
    }
    return border;
}

histogram distances_of(const histogram& values, int from) {
    histogram distances{};
    for (std::size_t value = 0; value < values.size(); ++value)
        distances[static_cast<std::size_t>(std::abs(static_cast<int>(value) - from))] +=
            values[value];
    return distances;
}

int quantile(const histogram& values, double share) {
    const auto all = std::accumulate(values.begin(), values.end(), std::size_t{0});
    auto below = static_cast<std::size_t>(share * static_cast<double>(all - 1));
    std::size_t value = 0;
    for (; below >= values[value]; ++value) below -= values[value];
    return static_cast<int>(value);
}

/// 0 for the background to 255 for full ink. What the border's own unrest explains is background.
void to_ink(plane& grey, const std::string& name) {
    const histogram border = border_of(grey);
    const int background = quantile(border, 0.5);
    const auto [least, most] = std::ranges::minmax(grey.values);
    const int darker = background - least;
    const int lighter = most - background;
    const int contrast = std::max(darker, lighter);
    constexpr int least_contrast = 16;
    if (contrast < least_contrast)
        throw error(fmt::format("{}: expected a drawing, found one tone all over", name));
    const int sign = darker > lighter ? -1 : 1;
    const int noise = std::min(3 * quantile(distances_of(border, background), 0.75), contrast / 4);
    for (std::uint8_t& value : grey.values) {
        const int ink = std::max(0, sign * (value - background) - noise);
        value = to_byte(255.0 * ink / (contrast - noise));
    }
}

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
    return {top, left, bottom - top + 1, right - left + 1};
}

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

/// Row by row: a picture may be as high as it has pixels, so what is wide as `width` and high as
/// the picture is never held.
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
        for (const double sum : sums) to.values.push_back(to_byte(sum));
    }
    return to;
}

std::vector<std::uint8_t> fit_ink(const picture& from, image_size size, const std::string& name) {
    plane ink = grey_of(from);
    to_ink(ink, name);
    const box whole = box_of_ink(ink);
    const double side = std::round(20.0 / 28.0 * std::min(size.height, size.width));
    const double scale = side / std::max(whole.height, whole.width);
    const auto scaled = [&](int n) {
        return std::max(1, static_cast<int>(std::lround(n * scale)));
    };
    const plane small = resampled(ink, whole, scaled(whole.height), scaled(whole.width));

    double mass = 0;
    double y_moment = 0;
    double x_moment = 0;
    for (int y = 0; y < small.height; ++y) {
        for (int x = 0; x < small.width; ++x) {
            mass += small.at(y, x);
            y_moment += y * small.at(y, x);
            x_moment += x * small.at(y, x);
        }
    }
    mass = std::max(mass, 1.0);
    const auto place = [](double middle, int all, int part) {
        const int centre = all / 2;
        const auto at = static_cast<int>(std::lround(centre - middle));
        return std::clamp(at, 0, std::max(0, all - part));
    };
    const int top = place(y_moment / mass, size.height, small.height);
    const int left = place(x_moment / mass, size.width, small.width);
    std::vector<std::uint8_t> image(size.pixels());
    for (int y = 0; y < small.height; ++y)
        for (int x = 0; x < small.width; ++x)
            image[static_cast<std::size_t>(top + y) * static_cast<std::size_t>(size.width) +
                  static_cast<std::size_t>(left + x)] = small.at(y, x);
    return image;
}

std::vector<std::uint8_t> fit_colours(const picture& from, image_size size) {
    std::vector<std::uint8_t> image(size.pixels());
    const std::size_t count = from.pixels.size() / 4;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        plane one{from.height, from.width, std::vector<std::uint8_t>(count)};
        for (std::size_t i = 0; i < count; ++i)
            one.values[i] = static_cast<std::uint8_t>(from.pixels[4 * i + channel] *
                                                      from.pixels[4 * i + 3] / 255);
        const plane small =
            resampled(one, {0, 0, from.height, from.width}, size.height, size.width);
        for (std::size_t i = 0; i < small.values.size(); ++i)
            image[3 * i + channel] = small.values[i];
    }
    return image;
}

}  // namespace

std::vector<std::uint8_t> fit(const picture& from, image_size size, const std::string& name) {
    if (size.channels == 1) return fit_ink(from, size, name);
    if (size.channels == 3) return fit_colours(from, size);
    throw error(fmt::format("{}: expected a network of 1 or 3 channels for a picture, found {}",
                            name, size.channels));
}

}  // namespace typenet::data
