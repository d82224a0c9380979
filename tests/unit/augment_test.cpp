// SPDX-License-Identifier: BSL-1.0
#include "data/augment.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "typenet/base/random.hpp"

namespace {

using namespace typenet::data;

/// An image of numbers that are all different, none of them 0.
std::vector<float> numbered(image_size size) {
    std::vector<float> image(size.pixels());
    for (std::size_t i = 0; i < image.size(); ++i)
        image[i] = 1 + static_cast<float>(i * 7 % 1009) + 0.25F * static_cast<float>(i % 3);
    return image;
}

/// Where numpy.pad's "reflect" finds what lies outside, step by step.
int reflected(int i, int count) {
    if (count == 1) return 0;
    while (i < 0 || i >= count) i = i < 0 ? -i : 2 * (count - 1) - i;
    return i;
}

/// The image's number there, outside of it too.
double at(std::span<const float> image, image_size size, int y, int x, int c, bool reflect) {
    const bool inside = y >= 0 && y < size.height && x >= 0 && x < size.width;
    if (!inside && !reflect) return 0;
    const int index =
        (reflected(y, size.height) * size.width + reflected(x, size.width)) * size.channels + c;
    return double{image[static_cast<std::size_t>(index)]};
}

/// What distort says it does, pixel by pixel and in double: each place is followed back.
std::vector<double> followed_back(std::span<const float> image, image_size size,
                                  const distortion& what, bool reflect) {
    std::vector<double> result;
    const double angle = double{what.degrees} * std::numbers::pi / 180;
    const double middle_y = (size.height - 1) / 2.0;
    const double middle_x = (size.width - 1) / 2.0;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const int unmirrored = what.mirrored ? size.width - 1 - x : x;
            const double down = y - what.by.dy - middle_y;
            const double across = unmirrored - what.by.dx - middle_x;
            const double from_y = middle_y + std::cos(angle) * down - std::sin(angle) * across;
            const double from_x = middle_x + std::sin(angle) * down + std::cos(angle) * across;
            const int top = static_cast<int>(std::floor(from_y));
            const int left = static_cast<int>(std::floor(from_x));
            const double fy = from_y - top;
            const double fx = from_x - left;
            for (int c = 0; c < size.channels; ++c) {
                const auto corner = [&](int i, int j) {
                    return at(image, size, top + i, left + j, c, reflect);
                };
                result.push_back((1 - fy) * ((1 - fx) * corner(0, 0) + fx * corner(0, 1)) +
                                 fy * ((1 - fx) * corner(1, 0) + fx * corner(1, 1)));
            }
        }
    }
    return result;
}

std::vector<float> distorted(std::span<const float> image, image_size size, const distortion& what,
                             bool reflect) {
    std::vector<float> out(size.pixels(), -1.0F);
    distort(image, size, what, reflect, out);
    return out;
}

augmentation read(const std::string& text) {
    augmentation how;
    CHECK(read_augmentation(text, how).empty());
    return how;
}

}  // namespace

TEST_CASE("moved and mirrored images are the reference's, to the bit", "[augment]") {
    const image_size size = GENERATE(image_size{4, 6, 1}, image_size{5, 3, 3}, image_size{1, 4, 2},
                                     image_size{3, 1, 1}, image_size{2, 2, 1});
    const std::vector<float> image = numbered(size);
    for (const bool reflect : {false, true}) {
        for (const bool mirrored : {false, true}) {
            for (int dy = -9; dy <= 9; ++dy) {
                for (int dx = -9; dx <= 9; ++dx) {
                    CAPTURE(dx, dy, reflect, mirrored);
                    const distortion what{.by = {dx, dy}, .mirrored = mirrored};
                    const std::vector<double> right = followed_back(image, size, what, reflect);
                    REQUIRE(std::ranges::equal(distorted(image, size, what, reflect), right));
                }
            }
        }
    }
}

TEST_CASE("a reflection does not repeat the edge", "[augment]") {
    const image_size size{1, 3, 1};
    const std::vector<float> abc{1, 2, 3};
    CHECK(distorted(abc, size, {.by = {2, 0}}, true) == std::vector<float>{3, 2, 1});
    CHECK(distorted(abc, size, {.by = {-1, 0}}, true) == std::vector<float>{2, 3, 2});
    CHECK(distorted(abc, size, {.by = {2, 0}}, false) == std::vector<float>{0, 0, 1});
    CHECK(distorted(abc, size, {.mirrored = true}, false) == std::vector<float>{3, 2, 1});
}

TEST_CASE("turned images are the reference's", "[augment]") {
    const image_size size = GENERATE(image_size{8, 8, 1}, image_size{5, 9, 3}, image_size{1, 4, 2});
    const std::vector<float> image = numbered(size);
    const float most = *std::ranges::max_element(image);
    for (const bool reflect : {false, true}) {
        for (const float degrees : {-180.0F, -33.3F, -1.0F, 0.001F, 15.0F, 90.0F, 179.0F}) {
            for (const shift by : {shift{}, shift{3, -2}}) {
                for (const bool mirrored : {false, true}) {
                    CAPTURE(degrees, reflect, by.dx, mirrored);
                    const distortion what{.by = by, .mirrored = mirrored, .degrees = degrees};
                    const std::vector<float> out = distorted(image, size, what, reflect);
                    const std::vector<double> right = followed_back(image, size, what, reflect);
                    for (std::size_t i = 0; i < out.size(); ++i)
                        REQUIRE(std::abs(double{out[i]} - right[i]) < 1e-5 * double{most});
                }
            }
        }
    }
}

TEST_CASE("a quarter turn goes clockwise", "[augment]") {
    const std::vector<float> image{1, 2, 3, 4};  // 1 2 above 3 4
    const std::vector<float> out = distorted(image, {2, 2, 1}, {.degrees = 90}, false);
    const std::vector<float> right{3, 1, 4, 2};
    for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(out[i] - right[i]) < 1e-5F);
}

TEST_CASE("a turn by nothing leaves the bits", "[augment]") {
    const image_size size{7, 6, 3};
    const std::vector<float> image = numbered(size);
    CHECK(distorted(image, size, {}, false) == image);
    CHECK(distorted(image, size, {}, true) == image);
}

TEST_CASE("a square is cut out where it is within the image", "[augment]") {
    const image_size size{6, 5, 2};
    for (const int side : {1, 2, 3, 4, 20}) {
        for (int hole_y = 0; hole_y < size.height; ++hole_y) {
            for (int hole_x = 0; hole_x < size.width; ++hole_x) {
                CAPTURE(side, hole_y, hole_x);
                std::vector<float> image = numbered(size);
                std::vector<float> right = image;
                for (int y = 0; y < size.height; ++y)
                    for (int x = 0; x < size.width; ++x)
                        for (int c = 0; c < size.channels; ++c)
                            if (y >= hole_y - side / 2 && y < hole_y - side / 2 + side &&
                                x >= hole_x - side / 2 && x < hole_x - side / 2 + side)
                                right[static_cast<std::size_t>((y * 5 + x) * 2 + c)] = 0;
                cut_out(image, size, {.hole_y = hole_y, .hole_x = hole_x}, side);
                REQUIRE(image == right);
            }
        }
    }
}

TEST_CASE("shifts are uniform and depend on seed, step and item", "[batches]") {
    std::map<std::pair<int, int>, int> seen;
    for (std::uint32_t step = 1; step <= 250; ++step) {
        for (std::uint32_t item = 0; item < 100; ++item) {
            const shift by = random_shift(41, step, item, 2);
            ++seen[{by.dx, by.dy}];
        }
    }
    CHECK(seen.size() == 25);
    for (const auto& [by, times] : seen) {
        CHECK(std::abs(by.first) <= 2);
        CHECK(std::abs(by.second) <= 2);
        // 1000 of each are expected; five standard deviations are 155.
        CHECK(std::abs(times - 1000) < 155);
    }

    CHECK(random_shift(41, 3, 4, 0) == shift{0, 0});
    const auto row = [](std::uint64_t seed, std::uint32_t step, std::uint32_t first_item) {
        std::vector<shift> shifts;
        for (std::uint32_t i = 0; i < 20; ++i) {
            shifts.push_back(random_shift(seed, step, first_item + i, 3));
        }
        return shifts;
    };
    CHECK(row(41, 3, 0) == row(41, 3, 0));
    CHECK(row(41, 3, 0) != row(42, 3, 0));
    CHECK(row(41, 3, 0) != row(41, 4, 0));
    CHECK(row(41, 3, 0) != row(41, 3, 20));
}

// The first words of the stream, as checkpoints of older programs expect them: dx, then dy.
TEST_CASE("shifts are the first words of their image's stream", "[augment]") {
    for (std::uint32_t item = 0; item < 50; ++item) {
        const auto words = typenet::philox(
            {.seed = 7, .stream = typenet::purpose::augmentation, .step = 3, .item = item}, 0);
        // Of five choices a word is refused once in 2^30.
        const auto choice = [](std::uint32_t word) {
            return static_cast<int>(std::uint64_t{word} * 5 >> 32) - 2;
        };
        CHECK(random_shift(7, 3, item, 2) == shift{choice(words[0]), choice(words[1])});
    }
}

TEST_CASE("one kind of change leaves the others as they were", "[augment]") {
    const image_size size{9, 13, 1};
    const augmentation all = read("flip,shift=3,reflect,rotate=20,cutout=4");
    for (std::uint32_t item = 0; item < 200; ++item) {
        const distortion whole = random_distortion(all, size, 5, 9, item);
        CHECK(random_distortion(all, size, 5, 9, item) == whole);
        CHECK(random_distortion({.shift = 3}, size, 5, 9, item).by == whole.by);
        CHECK(random_distortion({.flip = true}, size, 5, 9, item).mirrored == whole.mirrored);
        CHECK(random_distortion({.rotate = 20}, size, 5, 9, item).degrees == whole.degrees);
        const distortion hole = random_distortion({.cutout = 4}, size, 5, 9, item);
        CHECK((hole.hole_y == whole.hole_y && hole.hole_x == whole.hole_x));
        CHECK(random_distortion({}, size, 5, 9, item) == distortion{});
        CHECK(whole != random_distortion(all, size, 6, 9, item));
        CHECK(whole != random_distortion(all, size, 5, 10, item));
        CHECK(whole != random_distortion(all, size, 5, 9, item + 1));
    }
}

TEST_CASE("changes are spread evenly", "[augment]") {
    const image_size size{4, 5, 1};
    int mirrored = 0;
    std::vector<int> angles(10);
    std::map<std::pair<int, int>, int> holes;
    constexpr std::uint32_t images = 20'000;
    for (std::uint32_t item = 0; item < images; ++item) {
        const distortion what =
            random_distortion(read("flip,rotate=30,cutout=2"), size, 3, 1, item);
        mirrored += what.mirrored ? 1 : 0;
        REQUIRE(std::abs(what.degrees) <= 30);
        ++angles[static_cast<std::size_t>(std::min((what.degrees + 30) / 6, 9.0F))];
        ++holes[{what.hole_y, what.hole_x}];
    }
    // Five standard deviations each.
    CHECK(std::abs(mirrored - 10'000) < 354);
    for (const int times : angles) CHECK(std::abs(times - 2000) < 213);
    CHECK(holes.size() == 20);
    for (const auto& [hole, times] : holes) CHECK(std::abs(times - 1000) < 155);
}

TEST_CASE("augmentation is written and read as a list", "[augment]") {
    CHECK(read("none") == augmentation{});
    CHECK(read("shift") == augmentation{.shift = 2});
    CHECK(read("cutout=8,flip") == augmentation{.flip = true, .cutout = 8});
    for (const char* text : {"none", "flip", "shift=4", "rotate=180", "shift=100,reflect",
                             "reflect,rotate=1", "flip,shift=4,reflect,rotate=10,cutout=1000"}) {
        CAPTURE(text);
        CHECK(read(to_text(read(text))) == read(text));
    }
    CHECK(to_text(read("cutout=8,rotate=10,reflect,shift=4,flip")) ==
          "flip,shift=4,reflect,rotate=10,cutout=8");

    for (const char* text : {"",           ",",
                             "flip,",      ",flip",
                             "flip,flip",  "shift,shift=2",
                             "none,flip",  "flip,none",
                             "reflect",    "flip,reflect,cutout=3",
                             "flip=1",     "reflect=2,shift=2",
                             "rotate",     "cutout",
                             "shift=",     "shift=0",
                             "shift=-1",   "shift=101",
                             "rotate=181", "cutout=1001",
                             "shift=2.5",  "shift=99999999999",
                             "shift = 2",  "Flip",
                             "crop=4",     "shift=2=2"}) {
        CAPTURE(text);
        augmentation untouched{.shift = 77};
        CHECK(read_augmentation(text, untouched).ends_with(std::string("found '") + text + "'"));
        CHECK(untouched == augmentation{.shift = 77});
    }
}
