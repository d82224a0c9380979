// SPDX-License-Identifier: BSL-1.0
#include "data/synthetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

#include "data/glyphs.hpp"
#include "data/random_words.hpp"
#include "support/error.hpp"
#include "support/granted_threads.hpp"

namespace typenet::data {
namespace {

struct point {
    float x = 0;
    float y = 0;
};
point operator+(point a, point b) { return {a.x + b.x, a.y + b.y}; }
point operator-(point a, point b) { return {a.x - b.x, a.y - b.y}; }
point operator*(float s, point a) { return {s * a.x, s * a.y}; }

/// A bell-shaped number within `reach` of `middle`: the sum of three uniform ones, which
/// comes near the ends only rarely, so that few digits are distorted beyond recognition.
float bell(random_words& words, float middle, float reach) {
    const float third = reach / 3;
    float sum = middle;
    for (int i = 0; i < 3; ++i) sum += words.between(-third, third);
    return sum;
}
point bell_point(random_words& words, float reach) {
    const float x = bell(words, 0, reach);
    return {x, bell(words, 0, reach)};
}

/// From a point of the glyph's box, [0, 1] x [0, 1], to a point of the image, in pixels: an elastic
/// distortion, then slant, scale, turn and translation.
class distortion {
public:
    distortion(random_words& words, image_size size) {
        const auto side = static_cast<float>(std::min(size.height, size.width));
        for (point& displacement : lattice_) displacement = bell_point(words, 0.165F);
        const float slant = bell(words, 0.08F, 0.5F);
        // 20 of 28 pixels, as MNIST's digits.
        const float box = 20.0F / 28.0F * side * bell(words, 0.9F, 0.22F);
        const float narrow = bell(words, 0.92F, 0.28F);
        // Cosine and sine from the tangent of the half angle: arithmetic that has the same bits
        // everywhere.
        const float half = bell(words, 0, 0.19F);
        const float cosine = (1 - half * half) / (1 + half * half);
        const float sine = 2 * half / (1 + half * half);
        across_ = box * narrow * point{cosine, sine};
        down_ = box * point{-sine - slant * cosine, cosine - slant * sine};
        middle_ = 0.5F * point{static_cast<float>(size.width), static_cast<float>(size.height)} +
                  bell_point(words, 0.12F * side);
    }

    point operator()(point p) const {
        const point moved = p + elastic(p) - point{0.5F, 0.5F};
        return middle_ + moved.x * across_ + moved.y * down_;
    }

private:
    static constexpr int cells = 3;
    static constexpr int corners = cells + 1;

    /// The random displacements of a lattice's corners, blended smoothly in between.
    [[nodiscard]] point elastic(point p) const {
        const float x = std::clamp(p.x, 0.0F, 1.0F) * cells;
        const float y = std::clamp(p.y, 0.0F, 1.0F) * cells;
        const int column = std::min(static_cast<int>(x), cells - 1);
        const int row = std::min(static_cast<int>(y), cells - 1);
        const auto smooth = [](float t) { return t * t * (3 - 2 * t); };
        const float right = smooth(x - static_cast<float>(column));
        const float low = smooth(y - static_cast<float>(row));
        const auto at = [&](int r, int c) {
            return lattice_[static_cast<std::size_t>(r * corners + c)];
        };
        const point upper = at(row, column) + right * (at(row, column + 1) - at(row, column));
        const point lower =
            at(row + 1, column) + right * (at(row + 1, column + 1) - at(row + 1, column));
        return upper + low * (lower - upper);
    }

    std::array<point, corners * corners> lattice_{};
    point across_;  ///< what one unit of x is in the image
    point down_;    ///< what one unit of y is
    point middle_;
};

/// The pen of one image; lengths in pixels.
struct pen_nib {
    float radius = 0;
    float soft = 0;      ///< half the width of the edge over which the ink fades
    float change = 0;    ///< how much thicker strokes end than they start, as a fraction
    float pressure = 0;  ///< ink at the middle of a stroke, 1 is full

    pen_nib(random_words& words, image_size size) {
        const auto side = static_cast<float>(std::min(size.height, size.width));
        // A stroke thinner than a pixel would vanish in places.
        radius = std::max(0.5F, side * bell(words, 0.044F, 0.024F));
        soft = std::max(0.4F, side * words.between(0.014F, 0.028F));
        change = bell(words, 0, 0.5F);
        pressure = words.between(0.8F, 1.15F);
    }
};

/// Draws one image after another into the same canvas.
class artist {
public:
    explicit artist(image_size size)
        : size_(size),
          ink_(static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width)) {}

    /// Draws image `item` of a part; returns its label.
    std::uint8_t draw(std::uint64_t seed, std::uint32_t part, std::uint32_t item, int classes,
                      std::span<std::uint8_t> pixels) {
        random_position at{.seed = seed,
                           .stream = purpose::synthetic_data,
                           .substream = part,
                           .step = 0,
                           .item = item};
        random_words words(at);
        const std::uint32_t label = words.below(static_cast<std::uint32_t>(classes));
        const auto styles = digit_glyphs[label];
        const glyph style = styles[words.below(static_cast<std::uint32_t>(styles.size()))];
        const distortion distort(words, size_);
        const pen_nib nib(words, size_);

        std::ranges::fill(ink_, 0.0F);
        for (const anchor& next : style) {
            const point exact = 0.01F * point{next.x, next.y};
            const point here = distort(exact + bell_point(words, 0.04F));
            const bool starts = next.how == pen::down;
            if (starts) end_curve(nib);
            curve_.push_back(here);
            if (next.how == pen::corner) {
                end_curve(nib);
                curve_.push_back(here);
            }
        }
        end_curve(nib);

        at.step = 1;
        write(random_words(at), pixels);
        return static_cast<std::uint8_t>(label);
    }

private:
    /// Inks the Catmull-Rom spline through the collected points and forgets them.
    void end_curve(const pen_nib& nib) {
        const std::size_t pieces = curve_.empty() ? 0 : curve_.size() - 1;
        for (std::size_t i = 0; i < pieces; ++i) {
            const point p1 = curve_[i];
            const point p2 = curve_[i + 1];
            const point p0 = i > 0 ? curve_[i - 1] : p1 + p1 - p2;
            const point p3 = i + 2 < curve_.size() ? curve_[i + 2] : p2 + p2 - p1;
            const point chord = p2 - p1;
            const float length = std::sqrt(chord.x * chord.x + chord.y * chord.y);
            const int parts = 1 + static_cast<int>(length / 2);
            point from = p1;
            for (int part = 1; part <= parts; ++part) {
                const float t = static_cast<float>(part) / static_cast<float>(parts);
                const point to =
                    0.5F * (2 * p1 + t * (p2 - p0) + t * t * (2 * p0 - 5 * p1 + 4 * p2 - p3) +
                            t * t * t * (3 * p1 - 3 * p2 + p3 - p0));
                const float way = (static_cast<float>(i) + t) / static_cast<float>(pieces) - 0.5F;
                ink_segment(from, to, nib, nib.radius * (1 + nib.change * way));
                from = to;
            }
        }
        curve_.clear();
    }

    /// Inks a straight piece: full within the radius, fading over the soft edge with the square of
    /// the distance, which needs no root. Overlapping pieces leave the darker ink.
    void ink_segment(point from, point to, const pen_nib& nib, float radius) {
        const float outer = radius + nib.soft;
        const float inner = std::max(0.0F, radius - nib.soft);
        const float steep = nib.pressure / (outer * outer - inner * inner);
        const point along = to - from;
        const float squared = std::max(1e-6F, along.x * along.x + along.y * along.y);

        const auto first_pixel = [](float low, int end) {
            return std::clamp(static_cast<int>(std::floor(low)), 0, end);
        };
        const auto [left, right] = std::minmax(from.x, to.x);
        const auto [top, bottom] = std::minmax(from.y, to.y);
        const int x_begin = first_pixel(left - outer, size_.width);
        const int x_end = first_pixel(right + outer + 1, size_.width);
        const int y_begin = first_pixel(top - outer, size_.height);
        const int y_end = first_pixel(bottom + outer + 1, size_.height);
        for (int y = y_begin; y < y_end; ++y) {
            float* row = ink_.data() + std::ptrdiff_t{y} * size_.width;
            const float dy = static_cast<float>(y) + 0.5F - from.y;
            for (int x = x_begin; x < x_end; ++x) {
                const float dx = static_cast<float>(x) + 0.5F - from.x;
                const float on = std::clamp((dx * along.x + dy * along.y) / squared, 0.0F, 1.0F);
                const float off_x = dx - on * along.x;
                const float off_y = dy - on * along.y;
                const float distance = off_x * off_x + off_y * off_y;
                row[x] = std::max(row[x], (outer * outer - distance) * steep);
            }
        }
    }

    /// Turns ink into bytes. The ink is grainy, as on rough paper; the paper stays clean.
    void write(random_words words, std::span<std::uint8_t> pixels) const {
        const float grain = words.between(0, 0.2F);
        const auto channels = static_cast<std::size_t>(size_.channels);
        for (std::size_t i = 0; i < ink_.size(); ++i) {
            float ink = ink_[i];
            if (ink > 0) ink = std::min(ink * (1 + words.between(-grain, grain)), 1.0F);
            std::ranges::fill(pixels.subspan(i * channels, channels),
                              static_cast<std::uint8_t>(255 * ink + 0.5F));
        }
    }

    image_size size_;
    std::vector<float> ink_;
    std::vector<point> curve_;
};

labelled_images draw_part(std::uint64_t seed, std::uint32_t part, image_size size, int classes,
                          std::size_t count, std::size_t threads) {
    labelled_images images{size, std::vector<std::uint8_t>(count * size.pixels()),
                           std::vector<std::uint8_t>(count)};
    const auto draw_range = [&](std::size_t begin, std::size_t end) {
        artist hand(size);
        for (std::size_t i = begin; i < end; ++i) {
            images.labels[i] =
                hand.draw(seed, part, static_cast<std::uint32_t>(i), classes,
                          std::span(images.pixels).subspan(i * size.pixels(), size.pixels()));
        }
    };
    std::vector<std::jthread> team;
    team.reserve(threads);
    for (std::size_t t = 0; t < threads; ++t) {
        const std::size_t begin = count * t / threads;
        const std::size_t end = count * (t + 1) / threads;
        try {
            team.emplace_back(draw_range, begin, end);
        } catch (const std::system_error&) {
            draw_range(begin, end);  // the system gives no more threads
        }
    }
    team.clear();  // joins
    return images;
}

}  // namespace

dataset make_synthetic_digits(std::uint64_t seed, image_size size, int classes,
                              const part_counts& counts, unsigned threads) {
    constexpr int least_side = 8;
    if (size.height < least_side || size.width < least_side || size.channels < 1) {
        throw error(
            fmt::format("synthetic digits: expected images of at least {0} x {0} x 1 "
                        "(height, width, channels), found {1} x {2} x {3}",
                        least_side, size.height, size.width, size.channels));
    }
    if (classes < 1 || classes > 10) {
        throw error(fmt::format("synthetic digits: expected 1 to 10 classes, found {}", classes));
    }
    if (threads == 0) threads = static_cast<unsigned>(support::threads_granted().count);
    dataset result;
    result.train = draw_part(seed, 0, size, classes, counts.train, threads);
    result.validation = draw_part(seed, 1, size, classes, counts.validation, threads);
    result.test = draw_part(seed, 2, size, classes, counts.test, threads);
    result.description = "built-in synthetic digits, drawn by the program";
    return result;
}

}  // namespace typenet::data
