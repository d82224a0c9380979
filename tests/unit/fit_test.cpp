// SPDX-License-Identifier: BSL-1.0
#include "data/fit.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>
#include <vector>

#include "catch.hpp"
#include "data/png.hpp"
#include "drawn.hpp"
#include "message.hpp"
#include "support/error.hpp"

namespace {

using namespace typenet::tests;
using namespace typenet::data;
constexpr image_size mnist{28, 28, 1};

struct mass {
    double y = 0;
    double x = 0;
    int height = 0;
    int width = 0;
};

mass mass_of(const std::vector<std::uint8_t>& image, image_size size) {
    double sum = 0;
    mass found;
    int top = size.height;
    int bottom = -1;
    int left = size.width;
    int right = -1;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const double ink = image[static_cast<std::size_t>(y * size.width + x)];
            if (ink == 0) continue;
            sum += ink;
            found.y += y * ink;
            found.x += x * ink;
            top = std::min(top, y);
            bottom = std::max(bottom, y);
            left = std::min(left, x);
            right = std::max(right, x);
        }
    }
    found.y /= sum;
    found.x /= sum;
    found.height = bottom - top + 1;
    found.width = right - left + 1;
    return found;
}

/// Grey, of any depth that PNG has; a sample is value(x) of 2^depth - 1. `gamma`: of the file's
/// gAMA chunk, if it shall have one.
std::vector<std::byte> grey_png(int depth, int width, auto&& value, double gamma = 0) {
    std::vector<std::byte> bytes;
    png_structp png = ::png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = ::png_create_info_struct(png);
    ::png_set_write_fn(
        png, &bytes,
        [](png_structp to, png_bytep from, std::size_t size) {
            auto& all = *static_cast<std::vector<std::byte>*>(::png_get_io_ptr(to));
            const auto piece = std::as_bytes(std::span(from, size));
            all.insert(all.end(), piece.begin(), piece.end());
        },
        nullptr);
    ::png_set_IHDR(png, info, static_cast<png_uint_32>(width), 1, depth, PNG_COLOR_TYPE_GRAY,
                   PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (gamma > 0) ::png_set_gAMA(png, info, gamma);
    ::png_write_info(png, info);
    std::vector<std::uint8_t> row(static_cast<std::size_t>((width * depth + 7) / 8));
    for (int x = 0; x < width; ++x) {
        const auto sample = static_cast<unsigned>(value(x));
        const auto at = static_cast<std::size_t>(x * depth / 8);
        if (depth == 16) row[at] = static_cast<std::uint8_t>(sample >> 8U);
        const int shift = depth < 8 ? 8 - depth - x * depth % 8 : 0;
        row[at + (depth == 16 ? 1 : 0)] |= static_cast<std::uint8_t>(sample << shift);
    }
    ::png_write_row(png, row.data());
    ::png_write_end(png, info);
    ::png_destroy_write_struct(&png, &info);
    return bytes;
}

std::vector<std::byte> png_of(const picture& from) {
    ::png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(from.width);
    image.height = static_cast<png_uint_32>(from.height);
    image.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = 0;
    ::png_image_write_to_memory(&image, nullptr, &size, 0, from.pixels.data(), 0, nullptr);
    std::vector<std::byte> bytes(size);
    ::png_image_write_to_memory(&image, bytes.data(), &size, 0, from.pixels.data(), 0, nullptr);
    return bytes;
}

}  // namespace

TEST_CASE("a drawing is centred and scaled as MNIST was", "[fit]") {
    for (const int size : {12, 20, 60, 400}) {
        CAPTURE(size);
        const auto image = fit(drawn(size * 2, size * 3, seven(size, size / 2, size)), mnist, "it");
        REQUIRE(image.size() == 784);
        const mass found = mass_of(image, mnist);
        CHECK(std::max(found.height, found.width) == 20);
        CHECK(std::abs(found.y - 14) <= 0.5);
        CHECK(std::abs(found.x - 14) <= 0.5);
        CHECK(std::ranges::max(image) >= 250);
    }
}

TEST_CASE("an image of MNIST stays as it is", "[fit]") {
    const auto once = fit(drawn(200, 200, seven(100, 30, 40)), mnist, "it");
    const auto twice =
        fit(drawn(28, 28, [&](int y, int x) { return once[static_cast<std::size_t>(y * 28 + x)]; }),
            mnist, "it");
    CHECK(difference(once, twice) == 0);
}

TEST_CASE("an image of MNIST stays as it is, whatever its blackest pixel, and so does its negative",
          "[fit]") {
    // 20 high, 11 wide, its centre at (14, 14); with a speck that belongs to it.
    std::vector<std::uint8_t> image(784);
    const auto at = [&](int y, int x) -> std::uint8_t& {
        return image[static_cast<std::size_t>(y * 28 + x)];
    };
    for (int y = 4; y < 24; ++y)
        for (int x = 9; x < 20; ++x) at(y, x) = static_cast<std::uint8_t>(x % 3 == 0 ? 200 : y);
    at(10, 21) = 3;
    CHECK(fit(drawn(28, 28, at), mnist, "it") == image);
    CHECK(fit(drawn(28, 28, [&](int y, int x) { return 255 - at(y, x); }), mnist, "it") == image);
    // Dust in a corner: no image of MNIST has it.
    at(0, 27) = 90;
    CHECK(fit(drawn(28, 28, at), mnist, "it")[27] == 0);
}

TEST_CASE("dark on light, light on dark and on nothing are the same drawing", "[fit]") {
    const auto tone = seven(50, 20, 30);
    const auto light = fit(drawn(100, 100, tone), mnist, "it");
    CHECK(difference(light, fit(drawn(100, 100, [&](int y, int x) { return 255 - tone(y, x); }),
                                mnist, "it")) == 0);
    // Pale ink on grey paper.
    CHECK(difference(light, fit(drawn(100, 100, [&](int y, int x) { return 200 - tone(y, x) / 3; }),
                                mnist, "it")) <= 2);
    for (const std::uint8_t ink : {std::uint8_t{20}, std::uint8_t{240}}) {
        picture see_through = drawn(100, 100, [&](int, int) { return ink; });
        for (int y = 0; y < 100; ++y)
            for (int x = 0; x < 100; ++x)
                see_through.pixels[static_cast<std::size_t>(4 * (y * 100 + x) + 3)] =
                    static_cast<std::uint8_t>(tone(y, x));
        CHECK(difference(light, fit(see_through, mnist, "it")) <= 2);
    }
}

TEST_CASE("grain of the paper is no ink", "[fit]") {
    const auto tone = seven(80, 60, 60);
    const auto grainy =
        fit(drawn(200, 200,
                  [&](int y, int x) {
                      return 230 - tone(y, x) * 200 / 255 - (y * 7919 + x * 104729) % 13;
                  }),
            mnist, "it");
    CHECK(difference(grainy, fit(drawn(200, 200, tone), mnist, "it")) <= 40);
}

TEST_CASE("colours are scaled as they are", "[fit]") {
    picture halves{10, 40, {}};
    for (int y = 0; y < 10; ++y)
        for (int x = 0; x < 40; ++x)
            halves.pixels.insert(halves.pixels.end(),
                                 {static_cast<std::uint8_t>(x < 20 ? 200 : 0), 50,
                                  static_cast<std::uint8_t>(x < 20 ? 0 : 100), 255});
    const auto image = fit(halves, {5, 4, 3}, "it");
    REQUIRE(image.size() == 60);
    for (std::size_t i = 0; i < 20; ++i) {
        CHECK(image[3 * i] == (i % 4 < 2 ? 200 : 0));
        CHECK(image[3 * i + 1] == 50);
        CHECK(image[3 * i + 2] == (i % 4 < 2 ? 0 : 100));
    }
}

TEST_CASE("what is transparent shows the same ground whatever the channels", "[fit]") {
    for (const int ink : {20, 240}) {
        CAPTURE(ink);
        picture half = drawn(10, 10, [&](int, int) { return ink; });
        picture on_ground = half;
        for (std::size_t i = 0; i < half.pixels.size() / 2; ++i) {
            if (i % 4 == 3)
                half.pixels[i] = 0;
            else
                on_ground.pixels[i] = ink < 128 ? 255 : 0;
        }
        const auto colours = fit(half, {10, 10, 3}, "it");
        CHECK(colours == fit(on_ground, {10, 10, 3}, "it"));
        CHECK(colours[0] == (ink < 128 ? 255 : 0));
        CHECK(fit(half, mnist, "it") == fit(on_ground, mnist, "it"));
    }
}

TEST_CASE("what cannot be fitted is told", "[fit]") {
    CHECK(message_of([] { fit(drawn(9, 9, [](int, int) { return 77; }), mnist, "it"); }) ==
          "it: expected a drawing, found one tone all over");
    CHECK(message_of([] { fit(drawn(9, 9, seven(5, 2, 2)), {8, 8, 2}, "it"); }) ==
          "it: expected a network of 1 or 3 channels for a picture, found 2");
    // A drawing of one pixel, and one of a line's width.
    CHECK(fit(drawn(9, 9, [](int y, int x) { return y == 4 && x == 4 ? 255 : 0; }), mnist, "it")
              .size() == 784);
    CHECK(fit(drawn(1000, 3, [](int, int x) { return x == 1 ? 255 : 0; }), mnist, "it").size() ==
          784);
    CHECK(fit(drawn(1, 1000, [](int, int x) { return x > 900 ? 255 : 0; }), mnist, "it").size() ==
          784);
}

TEST_CASE("a PNG is read whole or refused", "[fit]") {
    const picture whole = drawn(30, 20, seven(20, 4, 4));
    const std::vector<std::byte> good = png_of(whole);
    const picture read = read_png(good, "it");
    CHECK(read.height == 30);
    CHECK(read.width == 20);
    CHECK(read.pixels == whole.pixels);
    for (std::size_t size = 0; size + 12 < good.size(); size += 3) {
        CAPTURE(size);
        CHECK(message_of([&] {
                  read_png(std::span(good).first(size), "it");
              }).starts_with("it: expected a "));
    }
    // Whatever happens to its bytes: a picture, or one sentence.
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::vector<std::byte> bad = good;
        bad[at] ^= std::byte{0x41};
        const std::string told = message_of([&] { read_png(bad, "it"); });
        CHECK((told == "no error" || told.starts_with("it: expected a ")));
    }
    // A header that claims 2 000 000 000 pixels.
    std::vector<std::byte> huge = good;
    for (const std::size_t at : {std::size_t{16}, std::size_t{20}}) huge[at + 1] = std::byte{0x0F};
    CHECK(message_of([&] { read_png(huge, "it"); }).starts_with("it: expected a "));
}

TEST_CASE("a sample means the same in each depth", "[fit]") {
    const auto levels = [](const std::vector<std::byte>& file) {
        const picture read = read_png(file, "it");
        std::vector<int> found;
        for (std::size_t i = 0; i < read.pixels.size(); i += 4) {
            CHECK(read.pixels[i + 3] == 255);
            found.push_back(read.pixels[i]);
        }
        return found;
    };
    for (const int depth : {1, 2, 4, 8, 16}) {
        CAPTURE(depth);
        const int most = (1 << depth) - 1;
        const int steps = std::min(most, 255);
        std::vector<int> expected;
        for (int x = 0; x <= steps; ++x) expected.push_back(x * 255 / steps);
        const auto ramp = [&](int x) { return x * (most / steps); };
        CHECK(levels(grey_png(depth, steps + 1, ramp)) == expected);
        CHECK(levels(grey_png(depth, steps + 1, ramp, 1 / 2.2)) == expected);
    }
    // Linear samples, which the file says they are: half the light is 186 with a gamma of 2.2.
    CHECK(levels(grey_png(8, 1, [](int) { return 128; }, 1.0)) == std::vector{186});
    CHECK(levels(grey_png(16, 1, [](int) { return 32896; }, 1.0)) == std::vector{186});
}
