// SPDX-License-Identifier: BSL-1.0
// Writes test digits as a scanner or a camera takes them: make_pictures KIND SIDE COUNT FOLDER
// [DATA]. They are MNIST's in DATA, or the built-in ones, in turn dark on light and light on dark.
// A file is called NUMBER-LABEL.png.
#include <fmt/core.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <random>
#include <string>
#include <string_view>

#include "data/idx.hpp"
#include "data/synthetic.hpp"
#include "drawing/plane.hpp"

namespace {

using namespace typenet;

constexpr int mnist_side = 28;
using tones = std::vector<double>;

data::labelled_images digits_of(const char* folder) {
    constexpr data::image_size size{mnist_side, mnist_side, 1};
    if (folder != nullptr)
        return data::load_idx(folder, {shape::image(mnist_side, mnist_side, 1), 10}).test;
    return data::make_synthetic_digits(1, size, 10, {.train = 1, .validation = 1, .test = 1000})
        .test;
}

/// What happens to a picture on its way.
class scanner {
public:
    scanner(std::string_view kind, int side, unsigned seed)
        : kind_(kind), side_(side), random_(seed) {}

    void scan(tones& picture, bool dark_ink) {
        if (kind_ == "dust") dust(picture, dark_ink ? -150 : 150);
        if (kind_ == "light") light(picture);
        if (kind_ == "frame") frame(picture);
        if (kind_ == "noise" || kind_ == "dust") noise(picture);
    }

private:
    template <class Change>
    void each(tones& picture, Change&& change) const {
        for (int y = 0; y < side_; ++y)
            for (int x = 0; x < side_; ++x)
                change(picture[static_cast<std::size_t>(y * side_ + x)], y, x);
    }

    void noise(tones& picture) {
        std::normal_distribution<double> grain(0, 4);
        for (double& tone : picture) tone += grain(random_);
    }

    /// Specks of one to seven pixels, anywhere, and one in a corner.
    void dust(tones& picture, double tone) {
        std::uniform_real_distribution<double> where(0, side_);
        std::uniform_real_distribution<double> size(0.5, 3.5);
        for (int speck = 0; speck < 10; ++speck) {
            const double middle_y = speck == 0 ? 12 : where(random_);
            const double middle_x = speck == 0 ? 12 : where(random_);
            const double radius = size(random_);
            each(picture, [&](double& at, int y, int x) {
                if (std::hypot(y - middle_y, x - middle_x) <= radius) at += tone;
            });
        }
    }

    /// By 40 %, from one edge to another or from a lamp, which stands aside.
    void light(tones& picture) {
        const bool lamp = random_() % 2 == 0;
        each(picture, [&](double& at, int y, int x) {
            const double v = 1.0 * y / side_;
            const double h = 1.0 * x / side_;
            at *= 1 - 0.4 * (lamp ? std::hypot(v - 0.3, h - 0.35) / 0.96 : h);
        });
    }

    /// Of 3 to 6 %, which cuts the ends of some digits off; or one that lies askew, and is
    /// narrower.
    void frame(tones& picture) {
        std::uniform_real_distribution<double> width(0.03, 0.06);
        const double margin = width(random_) * side_;
        const double slope = random_() % 3 == 0 ? 0.03 : 0;
        each(picture, [&](double& at, int y, int x) {
            const double v = y + slope * (x - side_);
            const double h = x - slope * y;
            const bool sheet = std::min(v, h) >= margin * (slope > 0 ? 0 : 1) &&
                               std::max(y, x) < side_ - margin * (slope > 0 ? 0.2 : 1);
            if (!sheet) at = 15;
        });
    }

    std::string_view kind_;
    int side_;
    std::mt19937 random_;
};

void write_png(const std::string& path, const tones& picture, int side) {
    std::vector<std::uint8_t> bytes;
    for (const double tone : picture)
        bytes.push_back(static_cast<std::uint8_t>(std::clamp(tone + 0.5, 0.0, 255.0)));
    ::png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(side);
    image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_GRAY;
    image.flags = PNG_IMAGE_FLAG_FAST;
    if (::png_image_write_to_file(&image, path.c_str(), 0, bytes.data(), 0, nullptr) == 0)
        throw std::runtime_error(path + ": " + &image.message[0]);
}

void make(std::string_view kind, int side, int count, const std::string& folder, const char* data) {
    const data::labelled_images digits = digits_of(data);
    for (int i = 0; i < count; ++i) {
        const auto digit =
            static_cast<std::size_t>(i) * digits.count() / static_cast<std::size_t>(count);
        const auto pixels = digits.image(digit);
        const drawing::plane small{mnist_side, mnist_side, {pixels.begin(), pixels.end()}};
        const drawing::plane ink =
            drawing::resampled(small, {0, 0, mnist_side, mnist_side}, side, side);
        const bool dark_ink = i % 2 == 0;
        tones picture;
        for (const std::uint8_t value : ink.values)
            picture.push_back(dark_ink ? 235 - 195.0 / 255 * value : value);
        scanner(kind, side, static_cast<unsigned>(i)).scan(picture, dark_ink);
        write_png(fmt::format("{}/{:02}-{}.png", folder, i, digits.labels[digit]), picture, side);
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 5 && count != 6) return 2;
    try {
        make(arguments[1], std::atoi(arguments[2]), std::atoi(arguments[3]), arguments[4],
             count == 6 ? arguments[5] : nullptr);
        return 0;
    } catch (const std::exception& wrong) {
        std::fputs(wrong.what(), stderr);
        return 1;
    }
}
