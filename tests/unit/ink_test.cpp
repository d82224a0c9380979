// SPDX-License-Identifier: BSL-1.0
// What happens to pictures in scanners and cameras leaves the drawing as it is.
#include "data/fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "catch.hpp"
#include "drawn.hpp"
#include "message.hpp"

namespace {

using namespace typenet::tests;
using namespace typenet::data;

constexpr image_size mnist{28, 28, 1};
constexpr int side = 300;
const auto ink_at = seven(150, 70, 90);

/// Dark ink on light paper, or the other way.
double tone_of(bool dark, int y, int x) {
    return dark ? 230 - ink_at(y, x) * 190 / 255 : 20 + ink_at(y, x) * 190 / 255;
}

/// By how much two images differ at most, one of them moved by a pixel if that is less: ink in half
/// the light weighs less, and the image's middle is that of its weight.
int moved_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    int least = 255;
    for (const std::ptrdiff_t shift : {0, 1, 28, 29}) {
        const std::vector<std::uint8_t> later_a(a.begin() + shift, a.end());
        const std::vector<std::uint8_t> later_b(b.begin() + shift, b.end());
        least = std::min({least, difference(later_a, {b.begin(), b.end() - shift}),
                          difference(later_b, {a.begin(), a.end() - shift})});
    }
    return least;
}

/// By how much the image of a picture, change(tone, y, x) of the drawing, differs from that of the
/// drawing.
int changed_by(bool dark, auto&& change) {
    const auto image_of = [&](auto&& tone) {
        return fit(drawn(side, side,
                         [&](int y, int x) { return std::clamp(tone(y, x) + 0.5, 0.0, 255.0); }),
                   mnist, "it");
    };
    return moved_difference(
        image_of([&](int y, int x) { return tone_of(dark, y, x); }),
        image_of([&](int y, int x) { return change(tone_of(dark, y, x), y, x); }));
}

/// A pixel of an image at an edge of the drawing holds part of it.
constexpr int little = 40;

}  // namespace

TEST_CASE("noise is no ink", "[ink]") {
    for (const bool dark : {true, false}) {
        for (const double sigma : {1.0, 4.0}) {
            CAPTURE(dark, sigma);
            std::mt19937 random(1);
            std::normal_distribution<double> grain(0, sigma);
            CHECK(changed_by(dark, [&](double tone, int, int) { return tone + grain(random); }) <=
                  little);
        }
    }
    // An empty sheet stays empty, also where half of its noise is lost in white.
    for (const double paper : {200.0, 255.0}) {
        std::mt19937 random(1);
        std::normal_distribution<double> grain(0, 4);
        CHECK(message_of([&] {
                  fit(drawn(side, side,
                            [&](int, int) {
                                return std::clamp(paper + grain(random) + 0.5, 0.0, 255.0);
                            }),
                      mnist, "it");
              }) == "it: expected a drawing, found one tone all over");
    }
}

TEST_CASE("dust is no ink, be it blacker", "[ink]") {
    for (const bool dark : {true, false}) {
        CAPTURE(dark);
        CHECK(changed_by(dark, [&](double tone, int y, int x) {
                  const bool speck = (y == 12 && x == 12) || (y == 280 && x == 280) ||
                                     std::hypot(y - 30, x - 200) < 4 ||
                                     (y > 270 && y < 275 && x < 3);
                  if (!speck) return tone;
                  return dark ? 0.0 : 255.0;
              }) == 0);
    }
}

TEST_CASE("where light falls off there is no ink", "[ink]") {
    CHECK(changed_by(true, [](double tone, int, int x) { return tone * (1 - 0.4 * x / side); }) <=
          little);
    CHECK(changed_by(true, [](double tone, int y, int x) {
              return tone * (1 - 0.4 * (y + x) / (2 * side));
          }) <= little);
    const auto lamp = [](double tone, int y, int x) {
        return tone * (1 - 0.4 * std::hypot(y - 90, x - 100) / 290);
    };
    CHECK(changed_by(true, lamp) <= little);
    // Chalk on a board: the darker the board, the less is known of its light.
    CHECK(changed_by(false, [&](double tone, int y, int x) { return lamp(tone + 40, y, x); }) <=
          80);
}

TEST_CASE("a frame is no ink", "[ink]") {
    for (const bool dark : {true, false}) {
        CAPTURE(dark);
        const double other = dark ? 15 : 120;
        // Around the sheet, also of much of the picture; at one edge; and where the sheet lies
        // askew.
        for (const int margin : {5, 30, 65}) {
            CAPTURE(margin);
            CHECK(changed_by(dark, [&](double tone, int y, int x) {
                      return std::min({y, x, side - 1 - y, side - 1 - x}) < margin ? other : tone;
                  }) == 0);
        }
        CHECK(changed_by(dark, [&](double tone, int, int x) { return x < 20 ? other : tone; }) ==
              0);
        CHECK(changed_by(dark, [&](double tone, int y, int x) {
                  return x + 0.05 * y < 25 || y + 0.05 * x < 25 ? other : tone;
              }) == 0);
    }
}

TEST_CASE("a frame that the drawing touches leaves what is within", "[ink]") {
    for (const bool dark : {true, false}) {
        CAPTURE(dark);
        constexpr int margin = 75;
        const auto framed = drawn(side, side, [&](int y, int x) {
            const bool within = std::min({y, x, side - 1 - y, side - 1 - x}) >= margin;
            return within ? tone_of(dark, y, x) : 120;
        });
        constexpr int cut = margin + 4;  // with the frame's faint edge
        const auto within = drawn(side - 2 * cut, side - 2 * cut,
                                  [&](int y, int x) { return tone_of(dark, y + cut, x + cut); });
        CHECK(difference(fit(framed, mnist, "it"), fit(within, mnist, "it")) == 0);
    }
}

TEST_CASE("a drawing may fill its picture and run off it", "[ink]") {
    // The seven's box and nothing else.
    const auto tight = drawn(150, 105, [](int y, int x) { return 255 - seven(150, 0, 0)(y, x); });
    const auto whole = fit(drawn(side, side, ink_at), mnist, "it");
    CHECK(difference(fit(tight, mnist, "it"), whole) <= little);
    // A disc of two thirds of the picture, and a thick ring.
    for (const int hole : {0, 12}) {
        CAPTURE(hole);
        const auto disc = [&](int size) {
            const double middle = (size - 1) / 2.0;
            return fit(drawn(size, size,
                             [&](int y, int x) {
                                 const double radius = std::hypot(y - middle, x - middle);
                                 return radius <= 48 && radius >= hole ? 30 : 220;
                             }),
                       mnist, "it");
        };
        CHECK(difference(disc(104), disc(300)) == 0);
    }
}
