// SPDX-License-Identifier: BSL-1.0
#include "report/bitmap.hpp"

#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <cmath>

#include "support/error.hpp"

namespace typenet::report {

namespace {

/// Numbers on a grid of pixels with channels, averaged to a grid of at most `most` pixels a side.
class grid {
public:
    template <class At>
    grid(const data::image_size& size, int most, const At& at)
        : channels_(size.channels == 3 ? 3 : 1) {
        const int block = (std::max(size.height, size.width) + most - 1) / most;
        height_ = (size.height + block - 1) / block;
        width_ = (size.width + block - 1) / block;
        const int merged = size.channels / channels_;
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x)
                for (int c = 0; c < channels_; ++c) {
                    double sum = 0;
                    int count = 0;
                    for (int v = y * block; v < std::min((y + 1) * block, size.height); ++v)
                        for (int u = x * block; u < std::min((x + 1) * block, size.width); ++u)
                            for (int m = 0; m < merged; ++m, ++count)
                                sum += at(
                                    static_cast<std::size_t>((v * size.width + u) * size.channels +
                                                             (channels_ == 3 ? c : m)));
                    values_.push_back(sum / count);
                }
    }

    [[nodiscard]] int height() const { return height_; }
    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] bool coloured() const { return channels_ == 3; }
    [[nodiscard]] double at(int y, int x, int c) const {
        return values_[static_cast<std::size_t>((y * width_ + x) * channels_ + c)];
    }
    [[nodiscard]] double largest() const {
        double found = 0;
        for (const double v : values_) found = std::max(found, std::abs(v));
        return found;
    }

private:
    int channels_;
    int height_ = 0;
    int width_ = 0;
    std::vector<double> values_;
};

std::uint8_t byte_of(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

std::string base64(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string words;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t k) { return i + k < bytes.size() ? bytes[i + k] : 0U; };
        const unsigned three = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (std::size_t k = 0; k < 4; ++k)
            words += i + k <= bytes.size() ? letters[three >> (18 - 6 * k) & 63] : '=';
    }
    return words;
}

}  // namespace

void bitmap::set(int y, int x, const std::uint8_t (&rgba)[4]) {
    std::ranges::copy(rgba, pixels.begin() + 4 * (std::ptrdiff_t(y) * width + x));
}

bitmap bitmap_of(std::span<const std::uint8_t> image, const data::image_size& size, int most) {
    const grid from(size, most, [&](std::size_t i) { return image[i]; });
    bitmap made(from.height(), from.width());
    for (int y = 0; y < made.height; ++y)
        for (int x = 0; x < made.width; ++x) {
            if (from.coloured())
                made.set(y, x,
                         {byte_of(from.at(y, x, 0)), byte_of(from.at(y, x, 1)),
                          byte_of(from.at(y, x, 2)), 255});
            else {
                const std::uint8_t paper = byte_of(255 - from.at(y, x, 0));
                made.set(y, x, {paper, paper, paper, 255});
            }
        }
    return made;
}

bitmap bitmap_of(const data::labelled_images& from, std::size_t i, int most) {
    if (from.has_bytes()) return bitmap_of(from.image(i), from.size, most);
    const std::span<const float> values = from.values_of(i);
    const double least = *std::ranges::min_element(values);
    const double range = *std::ranges::max_element(values) - least;
    std::vector<std::uint8_t> tones;
    for (const float value : values)
        tones.push_back(byte_of(range > 0 ? 255 * (value - least) / range : 0));
    return bitmap_of(tones, from.size, most);
}

bitmap bitmap_of_weights(const float* weights, const data::image_size& size, std::size_t stride,
                         int most) {
    const grid from(size, most, [&](std::size_t i) { return weights[i * stride]; });
    const double scale = from.largest() > 0 ? 1 / from.largest() : 0;
    bitmap made(from.height(), from.width());
    for (int y = 0; y < made.height; ++y)
        for (int x = 0; x < made.width; ++x) {
            const auto tone = [&](int c) {
                return byte_of(127.5 + 127.5 * scale * from.at(y, x, c));
            };
            const double weight = from.at(y, x, 0) * scale;
            if (from.coloured())
                made.set(y, x, {tone(0), tone(1), tone(2), 255});
            else if (weight < 0)
                made.set(y, x, {37, 99, 215, byte_of(-255 * weight)});
            else
                made.set(y, x, {224, 108, 20, byte_of(255 * weight)});
        }
    return made;
}

std::string data_uri(const bitmap& picture) {
    ::png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGBA;
    std::vector<std::uint8_t> file(PNG_IMAGE_PNG_SIZE_MAX(image));
    png_alloc_size_t bytes = file.size();
    if (::png_image_write_to_memory(&image, file.data(), &bytes, 0, picture.pixels.data(), 0,
                                    nullptr) == 0)
        throw error(fmt::format("cannot make a picture for the report: {}", &image.message[0]));
    return "data:image/png;base64," + base64(std::span(file).first(bytes));
}

}  // namespace typenet::report
