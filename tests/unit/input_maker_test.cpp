// SPDX-License-Identifier: BSL-1.0
#include "data/input_maker.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "catch.hpp"

namespace {

using namespace typenet::data;

labelled_images bytes(image_size size, std::size_t count) {
    labelled_images images{.size = size};
    for (std::size_t i = 0; i < count * size.pixels(); ++i)
        images.pixels.push_back(static_cast<std::uint8_t>(i * 37 % 256));
    return images;
}

/// The same numbers as floats.
labelled_images floats(const labelled_images& from) {
    labelled_images images{.size = from.size};
    for (const std::uint8_t pixel : from.pixels)
        images.values.push_back(static_cast<float>(pixel) / 255.0F);
    return images;
}

std::vector<float> made(const labelled_images& part, std::size_t index,
                        const input_scaling& scaling) {
    std::vector<float> out(part.size.pixels(), -1.0F);
    input_maker(part, scaling).make(index, out);
    return out;
}

std::vector<float> changed(const labelled_images& part, const input_scaling& scaling,
                           const augmentation& how, std::uint32_t item = 0) {
    std::vector<float> out(part.size.pixels(), -1.0F);
    input_maker(part, scaling, how, 51).make_changed(1, 9, item, out);
    return out;
}

}  // namespace

TEST_CASE("bytes become floats by exact division, floats stay", "[inputs]") {
    labelled_images every{.size = {16, 16, 1}};
    every.pixels.resize(256);
    std::iota(every.pixels.begin(), every.pixels.end(), std::uint8_t{0});
    const std::vector<float> out = made(every, 0, {});
    for (std::size_t i = 0; i < 256; ++i) REQUIRE(out[i] == static_cast<float>(i) / 255.0F);
    CHECK(out[255] == 1.0F);

    labelled_images measured_values{.size = {1, 1, 3}};
    measured_values.values = {0, 0, 0, -1e30F, 0.1F, 300};
    CHECK(made(measured_values, 1, {}) == std::vector<float>{-1e30F, 0.1F, 300});
    CHECK(kind_of(every) == value_kind::bytes);
    CHECK(kind_of(measured_values) == value_kind::floats);
}

TEST_CASE("each channel has its mean and its deviation", "[inputs]") {
    const labelled_images images = bytes({4, 5, 3}, 2);
    const input_scaling each{value_kind::bytes, {0.25, 0.5, -1}, {0.5, 2, 0.1}};
    const std::vector<float> values = made(images, 1, {});
    std::vector<float> right;
    for (std::size_t i = 0; i < values.size(); ++i)
        right.push_back((values[i] - static_cast<float>(each.mean_of(i % 3))) /
                        static_cast<float>(each.deviation_of(i % 3)));
    CHECK(made(images, 1, each) == right);
    CHECK(made(floats(images), 1, each) == right);

    // One number is for all of them, none is 0 or 1.
    CHECK(made(images, 1, {{}, {0.5}, {}}) == made(images, 1, {{}, {0.5, 0.5, 0.5}, {1, 1, 1}}));
    CHECK(made(images, 1, {{}, {}, {0.5}}) == made(images, 1, {{}, {0, 0, 0}, {0.5}}));
    CHECK(made(images, 1, {{}, {}, {0.5}})[7] == values[7] / 0.5F);
}

TEST_CASE("mean 0 and deviation 1 leave the bits, and so does no change", "[inputs]") {
    const labelled_images images = bytes({6, 4, 2}, 2);
    const std::vector<float> plain = made(images, 1, {});
    CHECK(made(images, 1, {{}, {0}, {1}}) == plain);
    CHECK(changed(images, {}, {}) == plain);
    CHECK(changed(images, {{}, {0, 0}, {1, 1}}, {}) == plain);
    // A shift by nothing.
    for (std::uint32_t item = 0; item < 100; ++item)
        if (random_shift(51, 9, item, 1) == shift{0, 0})
            CHECK(changed(images, {}, {.shift = 1}, item) == plain);
}

TEST_CASE("images are changed before they are scaled, and cut out after", "[inputs]") {
    const labelled_images images = bytes({8, 7, 3}, 2);
    const input_scaling scaling{value_kind::bytes, {0.25, 0.5, 0.75}, {0.5, 2, 0.1}};
    const augmentation how{.flip = true, .shift = 3, .reflect = false, .rotate = 20, .cutout = 3};
    std::vector<float> values = made(images, 1, {});
    for (std::uint32_t item = 0; item < 20; ++item) {
        const distortion what = random_distortion(how, images.size, 51, 9, item);
        std::vector<float> right(values.size());
        distort(values, images.size, what, how.reflect, right);
        for (std::size_t i = 0; i < right.size(); ++i)
            right[i] = (right[i] - static_cast<float>(scaling.mean[i % 3])) /
                       static_cast<float>(scaling.deviation[i % 3]);
        cut_out(right, images.size, what, how.cutout);
        REQUIRE(changed(images, scaling, how, item) == right);
        REQUIRE(changed(floats(images), scaling, how, item) == right);
    }
}

TEST_CASE("mean and deviation are measured by channel", "[inputs]") {
    const labelled_images images = bytes({9, 5, 3}, 11);
    const input_scaling found = measured(images);
    CHECK(found.values == value_kind::bytes);
    REQUIRE(found.mean.size() == 3);
    for (std::size_t c = 0; c < 3; ++c) {
        long double sum = 0;
        long double squares = 0;
        const std::size_t count = images.pixels.size() / 3;
        for (std::size_t i = c; i < images.pixels.size(); i += 3) {
            const long double value = images.pixels[i] / 255.0L;
            sum += value;
            squares += value * value;
        }
        const long double mean = sum / count;
        // The values themselves are floats, each rounded.
        CHECK(std::abs(found.mean[c] - static_cast<double>(mean)) < 1e-8);
        CHECK(std::abs(found.deviation[c] -
                       static_cast<double>(std::sqrt(squares / count - mean * mean))) < 1e-8);
    }
    CHECK(measured(floats(images)).mean == found.mean);

    // Scaled by what was measured, each channel has mean 0 and deviation 1.
    labelled_images scaled{.size = images.size};
    for (std::size_t i = 0; i < images.count(); ++i) {
        const std::vector<float> one = made(images, i, found);
        scaled.values.insert(scaled.values.end(), one.begin(), one.end());
    }
    const input_scaling again = measured(scaled);
    for (std::size_t c = 0; c < 3; ++c) {
        CHECK(std::abs(again.mean[c]) < 1e-7);
        CHECK(std::abs(again.deviation[c] - 1) < 1e-7);
    }
}

TEST_CASE("a channel that is all the same is not divided by nothing", "[inputs]") {
    labelled_images images{.size = {1, 2, 2}};
    images.values = {5, 1, 5, 2, 5, 3, 5, 4};
    const input_scaling found = measured(images);
    CHECK(found.mean == std::vector<double>{5, 2.5});
    CHECK(found.deviation[0] == 1);
    CHECK(std::abs(found.deviation[1] - std::sqrt(1.25)) < 1e-12);
    CHECK(made(images, 0, found)[0] == 0);
}

TEST_CASE("the scaling of inputs as text", "[inputs]") {
    const std::vector<double> odd{0.1 + 0.2, -1.0 / 3, 1e-300, 0, 12345.678};
    CHECK(numbers_of_text(text_of_numbers(odd)) == odd);
    CHECK(text_of_numbers(std::vector<double>{0.5, -2}) == "0.5,-2");
    CHECK(to_text({{}, {0.5, 0.25, 0.75}, {}}) == "mean 0.5,0.25,0.75, deviation 1");

    CHECK(same_scaling({}, {value_kind::bytes, {0}, {1, 1, 1}}, 3));
    CHECK(same_scaling({{}, {0.5}, {}}, {{}, {0.5, 0.5}, {1}}, 2));
    CHECK_FALSE(same_scaling({{}, {0.5}, {}}, {{}, {0.5, 0.25}, {}}, 2));
    CHECK_FALSE(same_scaling({}, {{}, {}, {2}}, 1));
}
