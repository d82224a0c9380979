// SPDX-License-Identifier: BSL-1.0
#include "data/augment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string_view>
#include <vector>

#include "typenet/base/random_words.hpp"

namespace typenet::data {

namespace {

constexpr int usual_shift = 2;
constexpr int most_shift = 100;
constexpr int most_degrees = 180;
constexpr int most_cutout = 1000;

/// The streams of random numbers of the kinds of change.
enum substream : std::uint32_t { of_shift, of_flip, of_rotation, of_cutout };

/// One item of the list, "shift=4"; whether it is right and the first of its kind.
bool read_item(std::string_view item, augmentation& to) {
    const std::size_t sign = item.find('=');
    const std::string_view name = item.substr(0, sign);
    if (sign == std::string_view::npos) {
        if (name == "shift") return to.shift == 0 && (to.shift = usual_shift) > 0;
        bool* const is_on = name == "flip" ? &to.flip : name == "reflect" ? &to.reflect : nullptr;
        return is_on != nullptr && !*is_on && (*is_on = true);
    }
    int number = 0;
    const std::string_view digits = item.substr(sign + 1);
    const auto [stop, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (code != std::errc{} || stop != digits.data() + digits.size()) return false;
    const auto set = [&](int& amount, int most) {
        if (amount != 0 || number < 1 || number > most) return false;
        amount = number;
        return true;
    };
    if (name == "shift") return set(to.shift, most_shift);
    if (name == "rotate") return set(to.rotate, most_degrees);
    return name == "cutout" && set(to.cutout, most_cutout);
}

bool read_list(std::string_view text, augmentation& to) {
    for (;;) {
        const std::size_t comma = text.find(',');
        if (!read_item(text.substr(0, comma), to)) return false;
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return !to.reflect || to.shift > 0 || to.rotate > 0;
}

/// Number `i` of an endless row that goes to and fro over 0 … count - 1.
int reflected(int i, int count) {
    if (count == 1) return 0;
    const int period = 2 * (count - 1);
    const int at = (i % period + period) % period;
    return std::min(at, period - at);
}

/// An image with what lies around it.
class surroundings {
public:
    surroundings(std::span<const float> image, image_size size, bool reflect)
        : image_(image.data()), size_(size), reflects_(reflect) {}

    /// Row `y`, or none where all is 0.
    [[nodiscard]] const float* row(int y) const {
        if (y < 0 || y >= size_.height) {
            if (!reflects_) return nullptr;
            y = reflected(y, size_.height);
        }
        return image_ + std::ptrdiff_t{y} * size_.width * size_.channels;
    }
    /// The pixel at `x` of a row, or none where all is 0.
    [[nodiscard]] const float* pixel(const float* row, int x) const {
        if (row == nullptr) return nullptr;
        if (x < 0 || x >= size_.width) {
            if (!reflects_) return nullptr;
            x = reflected(x, size_.width);
        }
        return row + std::ptrdiff_t{x} * size_.channels;
    }

private:
    const float* image_;
    image_size size_;
    bool reflects_;
};

void move_row(const surroundings& from, const float* row, image_size size, int dx, float* to) {
    const std::ptrdiff_t channels = size.channels;
    const auto fill = [&](int begin, int end) {
        for (int x = begin; x < end; ++x) {
            const float* const pixel = from.pixel(row, x - dx);
            for (std::ptrdiff_t c = 0; c < channels; ++c)
                to[x * channels + c] = pixel == nullptr ? 0.0F : pixel[c];
        }
    };
    if (row == nullptr) {
        std::fill_n(to, size.width * channels, 0.0F);
        return;
    }
    // The columns that the moved image covers.
    const int left = std::clamp(dx, 0, size.width);
    const int right = std::clamp(size.width + dx, left, size.width);
    fill(0, left);
    std::copy_n(row + (left - dx) * channels, (right - left) * channels, to + left * channels);
    fill(right, size.width);
}

/// The row `y` of the turned and moved image.
class turned_rows {
public:
    turned_rows(const surroundings& from, image_size size, const distortion& what)
        : from_(from),
          size_(size),
          by_(what.by),
          cos_(static_cast<float>(std::cos(radians(what)))),
          sin_(static_cast<float>(std::sin(radians(what)))) {}

    void write(int y, float* to) const {
        const float middle_y = 0.5F * static_cast<float>(size_.height - 1);
        const float middle_x = 0.5F * static_cast<float>(size_.width - 1);
        const float down = static_cast<float>(y - by_.dy) - middle_y;
        for (int x = 0; x < size_.width; ++x, to += size_.channels) {
            const float across = static_cast<float>(x - by_.dx) - middle_x;
            interpolate(middle_y + (cos_ * down - sin_ * across),
                        middle_x + (sin_ * down + cos_ * across), to);
        }
    }

private:
    static double radians(const distortion& what) {
        return double{what.degrees} * std::numbers::pi / 180;
    }
    /// Linearly along x in two rows, and then between the rows.
    void interpolate(float y, float x, float* to) const {
        const float top = std::floor(y);
        const float left = std::floor(x);
        const int row = static_cast<int>(top);
        const int column = static_cast<int>(left);
        const float* const upper = from_.row(row);
        const float* const lower = from_.row(row + 1);
        const float* const corners[] = {from_.pixel(upper, column), from_.pixel(upper, column + 1),
                                        from_.pixel(lower, column), from_.pixel(lower, column + 1)};
        for (int c = 0; c < size_.channels; ++c) {
            const auto corner = [&](int i) { return corners[i] == nullptr ? 0.0F : corners[i][c]; };
            const float above = corner(0) + (x - left) * (corner(1) - corner(0));
            const float below = corner(2) + (x - left) * (corner(3) - corner(2));
            to[c] = above + (y - top) * (below - above);
        }
    }

    const surroundings& from_;
    image_size size_;
    shift by_;
    float cos_;
    float sin_;
};

void mirror_row(float* row, image_size size) {
    const std::ptrdiff_t channels = size.channels;
    float* left = row;
    float* right = row + (size.width - 1) * channels;
    for (; left < right; left += channels, right -= channels)
        std::swap_ranges(left, left + channels, right);
}

}  // namespace

std::string to_text(const augmentation& how) {
    std::vector<std::string> items;
    if (how.flip) items.emplace_back("flip");
    if (how.shift > 0) items.push_back(fmt::format("shift={}", how.shift));
    if (how.reflect) items.emplace_back("reflect");
    if (how.rotate > 0) items.push_back(fmt::format("rotate={}", how.rotate));
    if (how.cutout > 0) items.push_back(fmt::format("cutout={}", how.cutout));
    return items.empty() ? "none" : fmt::format("{}", fmt::join(items, ","));
}

std::string read_augmentation(const std::string& text, augmentation& to) {
    augmentation found;
    if (text != "none" && !read_list(text, found)) {
        constexpr std::size_t longest = 60;
        return fmt::format(
            "expected none, or a list of flip, shift=1 to {}, rotate=1 to {}, reflect with one of "
            "these two, and cutout=1 to {}, each once, found '{}'",
            most_shift, most_degrees, most_cutout, text.substr(0, longest));
    }
    to = found;
    return {};
}

shift random_shift(std::uint64_t seed, std::uint32_t step, std::uint32_t item, int max_shift) {
    random_words words({.seed = seed,
                        .stream = purpose::augmentation,
                        .substream = of_shift,
                        .step = step,
                        .item = item});
    const std::uint32_t choices = 2 * static_cast<std::uint32_t>(max_shift) + 1;
    const auto draw = [&] { return static_cast<int>(words.below(choices)) - max_shift; };
    const int dx = draw();
    return {dx, draw()};
}

distortion random_distortion(const augmentation& how, image_size size, std::uint64_t seed,
                             std::uint32_t step, std::uint32_t item) {
    const auto words = [&](substream kind) {
        return random_words({.seed = seed,
                             .stream = purpose::augmentation,
                             .substream = kind,
                             .step = step,
                             .item = item});
    };
    distortion what;
    if (how.shift > 0) what.by = random_shift(seed, step, item, how.shift);
    if (how.flip) what.mirrored = words(of_flip).below(2) == 1;
    if (how.rotate > 0) {
        const auto most = static_cast<float>(how.rotate);
        what.degrees = words(of_rotation).between(-most, most);
    }
    if (how.cutout > 0) {
        random_words middle = words(of_cutout);
        what.hole_y = static_cast<int>(middle.below(static_cast<std::uint32_t>(size.height)));
        what.hole_x = static_cast<int>(middle.below(static_cast<std::uint32_t>(size.width)));
    }
    return what;
}

void distort(std::span<const float> image, image_size size, const distortion& what, bool reflect,
             std::span<float> out) {
    const surroundings from(image, size, reflect);
    const auto for_rows = [&](const auto& write) {
        for (int y = 0; y < size.height; ++y) {
            float* const to = out.data() + std::ptrdiff_t{y} * size.width * size.channels;
            write(y, to);
            if (what.mirrored) mirror_row(to, size);
        }
    };
    if (what.degrees < 0 || what.degrees > 0)
        for_rows(
            [turned = turned_rows(from, size, what)](int y, float* to) { turned.write(y, to); });
    else
        for_rows([&](int y, float* to) {
            move_row(from, from.row(y - what.by.dy), size, what.by.dx, to);
        });
}

void cut_out(std::span<float> image, image_size size, const distortion& what, int side) {
    const int top = std::max(what.hole_y - side / 2, 0);
    const int left = std::max(what.hole_x - side / 2, 0);
    const int bottom = std::min(what.hole_y - side / 2 + side, size.height);
    const int right = std::min(what.hole_x - side / 2 + side, size.width);
    for (int y = top; y < bottom; ++y) {
        const std::ptrdiff_t row = std::ptrdiff_t{y} * size.width;
        std::fill(image.data() + (row + left) * size.channels,
                  image.data() + (row + right) * size.channels, 0.0F);
    }
}

}  // namespace typenet::data
