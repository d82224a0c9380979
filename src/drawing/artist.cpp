// SPDX-License-Identifier: BSL-1.0
#include "drawing/artist.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "drawing/glyphs.hpp"

namespace typenet::drawing {

namespace {

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
    distortion(random_words& words, int height, int width) {
        const auto side = static_cast<float>(std::min(height, width));
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
        middle_ = 0.5F * point{static_cast<float>(width), static_cast<float>(height)} +
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

nib nib_of(random_words& words, float side) {
    nib made;
    // A stroke thinner than a pixel would vanish in places.
    made.radius = std::max(0.5F, side * bell(words, 0.044F, 0.024F));
    made.soft = std::max(0.4F, side * words.between(0.014F, 0.028F));
    made.change = bell(words, 0, 0.5F);
    made.pressure = words.between(0.8F, 1.15F);
    return made;
}

}  // namespace

artist::artist(int height, int width)
    : height_(height),
      width_(width),
      ink_(static_cast<std::size_t>(height) * static_cast<std::size_t>(width)) {}

std::uint8_t artist::draw(std::uint64_t seed, std::uint32_t part, std::uint32_t item, int classes,
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
    const distortion distort(words, height_, width_);
    const nib with = nib_of(words, static_cast<float>(std::min(height_, width_)));

    std::ranges::fill(ink_, 0.0F);
    for (const anchor& next : style) {
        const point exact = 0.01F * point{next.x, next.y};
        const point here = distort(exact + bell_point(words, 0.04F));
        const bool starts = next.how == pen::down;
        if (starts) end_curve(with);
        curve_.push_back(here);
        if (next.how == pen::corner) {
            end_curve(with);
            curve_.push_back(here);
        }
    }
    end_curve(with);

    at.step = 1;
    write(random_words(at), pixels);
    return static_cast<std::uint8_t>(label);
}

void artist::end_curve(const nib& with) {
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
            ink_segment(from, to, with, with.radius * (1 + with.change * way));
            from = to;
        }
    }
    curve_.clear();
}

void artist::ink_segment(point from, point to, const nib& with, float radius) {
    const float outer = radius + with.soft;
    const float inner = std::max(0.0F, radius - with.soft);
    const float steep = with.pressure / (outer * outer - inner * inner);
    const point along = to - from;
    const float squared = std::max(1e-6F, along.x * along.x + along.y * along.y);

    const auto first_pixel = [](float low, int end) {
        return std::clamp(static_cast<int>(std::floor(low)), 0, end);
    };
    const auto [left, right] = std::minmax(from.x, to.x);
    const auto [top, bottom] = std::minmax(from.y, to.y);
    const int x_begin = first_pixel(left - outer, width_);
    const int x_end = first_pixel(right + outer + 1, width_);
    const int y_begin = first_pixel(top - outer, height_);
    const int y_end = first_pixel(bottom + outer + 1, height_);
    for (int y = y_begin; y < y_end; ++y) {
        float* row = ink_.data() + std::ptrdiff_t{y} * width_;
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

void artist::write(random_words words, std::span<std::uint8_t> pixels) const {
    const float grain = words.between(0, 0.2F);
    for (std::size_t i = 0; i < ink_.size(); ++i) {
        float ink = ink_[i];
        if (ink > 0) ink = std::min(ink * (1 + words.between(-grain, grain)), 1.0F);
        pixels[i] = static_cast<std::uint8_t>(255 * ink + 0.5F);
    }
}

}  // namespace typenet::drawing
