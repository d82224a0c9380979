// SPDX-License-Identifier: BSL-1.0
#include "data/synthetic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "catch.hpp"
#include "message.hpp"
#include "support/error.hpp"
#include "typenet/train/trainer.hpp"

namespace {

using typenet::data::dataset;
using typenet::data::image_size;
using typenet::data::labelled_images;
using typenet::data::make_synthetic_digits;
using typenet::data::part_counts;
using typenet::tests::message_of;

constexpr image_size usual{28, 28, 1};

/// FNV-1a, 64 bits.
std::uint64_t digest(const std::vector<std::uint8_t>& bytes) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001B3;
    return hash;
}

/// The ink of an image; a fully inked one has 1.
double ink_of(std::span<const std::uint8_t> image) {
    double sum = 0;
    for (const std::uint8_t byte : image) sum += byte;
    return sum / 255 / static_cast<double>(image.size());
}

bool same(const labelled_images& a, const labelled_images& b) {
    return a.size == b.size && a.pixels == b.pixels && a.labels == b.labels;
}

std::string complaint(image_size size, int classes) {
    return message_of([=] { make_synthetic_digits(1, size, classes, {1, 1, 1}); });
}

}  // namespace

// Compilers and vector widths agree on every byte: if this fails on a new one, floating-point
// contraction or fast-math is the first suspect.
TEST_CASE("synthetic digits are the same everywhere", "[synthetic]") {
    const dataset set = make_synthetic_digits(2026, usual, 10, {300, 200, 100});
    CHECK(digest(set.train.pixels) == 0xBE4D4113CA66D94C);
    CHECK(digest(set.train.labels) == 0x25FC0F1F7136240C);
    CHECK(digest(set.validation.pixels) == 0x6BA0D3A0B32C2D1F);
    CHECK(digest(set.test.pixels) == 0x5B1F0407FC15CE32);
}

TEST_CASE("synthetic digits do not depend on the number of threads", "[synthetic]") {
    const part_counts counts{101, 13, 2};
    const dataset one = make_synthetic_digits(3, usual, 10, counts, 1);
    REQUIRE(one.train.count() == 101);
    REQUIRE(one.validation.count() == 13);
    REQUIRE(one.test.count() == 2);
    for (const unsigned threads : {0U, 2U, 3U, 7U}) {
        const dataset several = make_synthetic_digits(3, usual, 10, counts, threads);
        CHECK(same(several.train, one.train));
        CHECK(same(several.validation, one.validation));
        CHECK(same(several.test, one.test));
    }
}

TEST_CASE("a synthetic image depends on seed, part and number alone", "[synthetic]") {
    const dataset few = make_synthetic_digits(5, usual, 10, {20, 20, 20});
    const dataset more = make_synthetic_digits(5, usual, 10, {60, 20, 20});
    CHECK(std::ranges::equal(few.train.pixels, std::span(more.train.pixels).first(20 * 784)));
    CHECK(same(few.validation, more.validation));
    CHECK(same(few.test, more.test));
    CHECK(few.train.pixels != few.validation.pixels);
    CHECK(few.train.pixels != few.test.pixels);
    CHECK(few.validation.pixels != few.test.pixels);

    const dataset other = make_synthetic_digits(6, usual, 10, {20, 20, 20});
    CHECK(few.train.pixels != other.train.pixels);
    CHECK(few.train.labels != other.train.labels);
}

TEST_CASE("every digit is equally likely", "[synthetic]") {
    const int classes = GENERATE(10, 3, 1);
    const dataset set = make_synthetic_digits(7, {8, 8, 1}, classes, {9000, 1, 1});
    std::vector<int> seen(static_cast<std::size_t>(classes));
    for (const std::uint8_t label : set.train.labels) ++seen.at(label);
    // Five standard deviations of a binomial count of 9,000 are below 5 * sqrt(9000 / classes).
    const double mean = 9000.0 / classes;
    for (const int count : seen) CHECK(std::abs(count - mean) <= 5 * std::sqrt(mean));
}

TEST_CASE("every synthetic image has a digit's ink and clean paper", "[synthetic]") {
    const dataset set = make_synthetic_digits(8, usual, 10, {3000, 1, 1});
    double least = 1;
    double most = 0;
    double sum = 0;
    std::size_t clean = 0;
    int border = 0;
    int black = 0;
    for (std::size_t i = 0; i < set.train.count(); ++i) {
        const auto image = set.train.image(i);
        const double ink = ink_of(image);
        least = std::min(least, ink);
        most = std::max(most, ink);
        sum += ink;
        clean += static_cast<std::size_t>(std::ranges::count(image, 0));
        for (std::size_t k = 0; k < 28; ++k) {
            border +=
                std::max({image[k], image[27 * 28 + k], image[28 * k], image[28 * k + 27]}) > 64;
        }
        black += std::ranges::max(image) > 190;
    }
    const double mean = sum / 3000;
    CHECK(least > 0.02);
    CHECK(most < 0.4);
    // MNIST has 0.13.
    CHECK(mean > 0.1);
    CHECK(mean < 0.18);
    CHECK(static_cast<double>(clean) > 0.7 * 3000 * 784);
    // Strokes seldom reach the border; counted from a quarter of full ink.
    CHECK(border < 0.015 * 3000 * 28);
    CHECK(black == 3000);
}

TEST_CASE("synthetic digits come in any size with the same ink in each channel", "[synthetic]") {
    const dataset reference = make_synthetic_digits(9, usual, 10, {400, 1, 1});
    double usual_ink = 0;
    for (std::size_t i = 0; i < 400; ++i) usual_ink += ink_of(reference.train.image(i)) * 784;

    const image_size size =
        GENERATE(image_size{8, 8, 1}, image_size{64, 64, 1}, image_size{40, 24, 3},
                 image_size{16, 60, 2}, image_size{33, 31, 4});
    CAPTURE(size.height, size.width, size.channels);
    const dataset set = make_synthetic_digits(9, size, 10, {400, 1, 1});
    REQUIRE(set.train.size == size);
    REQUIRE(set.train.pixels.size() == 400 * size.pixels());
    // The digit itself is drawn alike: the same labels, the same ink relative to its square.
    CHECK(set.train.labels == reference.train.labels);
    const auto channels = static_cast<std::size_t>(size.channels);
    const double square = std::min(size.height, size.width) * std::min(size.height, size.width);
    double ink = 0;
    bool equal = true;
    for (std::size_t i = 0; i < 400; ++i) {
        const auto image = set.train.image(i);
        ink += ink_of(image) * size.height * size.width;
        for (std::size_t k = 0; k < image.size(); ++k) {
            equal = equal && image[k] == image[k / channels * channels];
        }
    }
    CHECK(equal);
    // Strokes of at least a pixel make the smallest images darker.
    const double ratio = ink / square / (usual_ink / 784);
    CHECK(ratio > 0.85);
    CHECK(ratio < (square < 256 ? 2.0 : 1.15));
}

TEST_CASE("labels say what was drawn, and not too plainly", "[synthetic]") {
    constexpr std::size_t pixels = 784;
    const dataset set = make_synthetic_digits(10, usual, 10, {4000, 1, 1000});
    std::array<std::vector<double>, 10> mean;
    mean.fill(std::vector<double>(pixels));
    std::array<int, 10> count{};
    for (std::size_t i = 0; i < set.train.count(); ++i) {
        const std::uint8_t label = set.train.labels[i];
        ++count.at(label);
        for (std::size_t k = 0; k < pixels; ++k) mean[label][k] += set.train.image(i)[k];
    }
    for (std::size_t digit = 0; digit < 10; ++digit) {
        for (double& value : mean[digit]) value /= count[digit];
    }
    int correct = 0;
    for (std::size_t i = 0; i < set.test.count(); ++i) {
        double nearest = std::numeric_limits<double>::max();
        std::size_t guess = 0;
        for (std::size_t digit = 0; digit < 10; ++digit) {
            double distance = 0;
            for (std::size_t k = 0; k < pixels; ++k) {
                const double difference = set.test.image(i)[k] - mean[digit][k];
                distance += difference * difference;
            }
            if (distance < nearest) {
                nearest = distance;
                guess = digit;
            }
        }
        correct += guess == set.test.labels[i];
    }
    // The nearest mean image gets 82 % of MNIST right; guessing would get 10 %.
    CHECK(correct > 600);
    CHECK(correct < 900);
}

// A linear classifier must not do, or they would say nothing of a network. It sees each image four
// times here; more often, it only learns them by heart.
TEST_CASE("a linear classifier does not master synthetic digits", "[synthetic]") {
    using namespace typenet;
    constexpr int images_of_a_step = 100;
    using linear = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
    using linear_trainer = trainer<linear, adam, batch<images_of_a_step>>;
    constexpr std::size_t pixels = 784;
    const dataset set = make_synthetic_digits(1, usual, 10, {20000, 1, 4000});
    const auto floats = [](const labelled_images& from) {
        std::vector<float> all(from.pixels.size());
        std::ranges::transform(from.pixels, all.begin(), [](std::uint8_t p) { return p / 255.0F; });
        return all;
    };
    const std::vector<float> images = floats(set.train);
    const auto learner = make_trainer<linear, adam, batch<images_of_a_step>>({.threads = 1});
    constexpr std::uint32_t steps = 800;
    for (std::uint32_t step = 1; step <= steps; ++step) {
        const std::size_t first = (step - 1) % 200 * images_of_a_step;
        learner->step(
            linear_trainer::images_view(images.data() + first * pixels, images_of_a_step * pixels),
            linear_trainer::labels_view(set.train.labels.data() + first, images_of_a_step),
            {.step = step, .learning_rate = 3e-3 * (1 - (step - 1.0) / steps)});
    }
    const double accuracy = learner->evaluate(floats(set.test), set.test.labels).accuracy();
    CAPTURE(accuracy);
    CHECK(accuracy < 0.95);
    CHECK(accuracy > 0.8);
}

TEST_CASE("impossible synthetic digits are told", "[synthetic]") {
    const std::string expected =
        "synthetic digits: expected images of at least 8 x 8 x 1 (height, width, channels), found ";
    CHECK(complaint({7, 28, 1}, 10) == expected + "7 x 28 x 1");
    CHECK(complaint({28, 7, 1}, 10) == expected + "28 x 7 x 1");
    CHECK(complaint({28, 28, 0}, 10) == expected + "28 x 28 x 0");
    CHECK(complaint(usual, 11) == "synthetic digits: expected 1 to 10 classes, found 11");
    CHECK(complaint(usual, 0) == "synthetic digits: expected 1 to 10 classes, found 0");
    CHECK(complaint({8, 8, 1}, 1) == "no error");
}
