// SPDX-License-Identifier: BSL-1.0
#include "data/batches.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "message.hpp"
#include "support/error.hpp"

namespace {

using typenet::data::batch_order;
using typenet::data::fill_batch;
using typenet::data::image_size;
using typenet::data::input_maker;
using typenet::data::labelled_images;
using typenet::data::order;
using typenet::tests::message_of;
using indices = std::vector<std::uint32_t>;

indices minibatch(batch_order& from, std::uint64_t step, std::size_t size) {
    indices result(size);
    from.indices(step, result);
    return result;
}

/// Minibatches 1, 2, … one after the other, cut off at `length`.
indices walk(batch_order& from, std::size_t size, std::size_t length) {
    indices all;
    for (std::uint64_t step = 1; all.size() < length; ++step) {
        const indices next = minibatch(from, step, size);
        all.insert(all.end(), next.begin(), next.end());
    }
    all.resize(length);
    return all;
}

indices counted(std::size_t count) {
    indices result(count);
    std::iota(result.begin(), result.end(), 0U);
    return result;
}

std::string complaint(std::size_t count) {
    return message_of([=] { const batch_order made(count, order::shuffled, 1); });
}

labelled_images numbered_images(image_size size, std::size_t count) {
    labelled_images images{size, {}, {}};
    for (std::size_t i = 0; i < count * size.pixels(); ++i) {
        images.pixels.push_back(static_cast<std::uint8_t>(1 + i * 7 % 255));
    }
    for (std::size_t i = 0; i < count; ++i) {
        images.labels.push_back(static_cast<std::uint8_t>(i % 10));
    }
    return images;
}

}  // namespace

TEST_CASE("each shuffled epoch is a new permutation", "[batches]") {
    constexpr std::size_t count = 103;
    // A divisor of nothing, one image, more than an epoch, more than two.
    const auto size = GENERATE(as<std::size_t>(), 10, 1, 103, 128, 250);
    batch_order shuffled(count, order::shuffled, 11);
    const indices all = walk(shuffled, size, 6 * count);
    std::vector<indices> epochs;
    for (auto from = all.begin(); from != all.end(); from += count) {
        epochs.emplace_back(from, from + count);
        indices sorted = epochs.back();
        std::ranges::sort(sorted);
        REQUIRE(sorted == counted(count));
    }
    for (std::size_t i = 0; i < epochs.size(); ++i) {
        CHECK(epochs[i] != counted(count));
        for (std::size_t j = 0; j < i; ++j) CHECK(epochs[i] != epochs[j]);
    }
}

TEST_CASE("the batch size cuts one and the same row of images", "[batches]") {
    batch_order by_ten(103, order::shuffled, 11);
    batch_order by_seven(103, order::shuffled, 11);
    CHECK(walk(by_ten, 10, 500) == walk(by_seven, 7, 500));
}

TEST_CASE("a minibatch at the end of an epoch goes on in the next", "[batches]") {
    batch_order shuffled(10, order::shuffled, 5);
    const indices first_epoch = minibatch(shuffled, 1, 10);
    const indices second_epoch = minibatch(shuffled, 2, 10);
    // Of size 4, the third minibatch has two images of each epoch.
    const indices across = minibatch(shuffled, 3, 4);
    CHECK(across == indices{first_epoch[8], first_epoch[9], second_epoch[0], second_epoch[1]});
}

TEST_CASE("a minibatch depends on its step and the seed alone", "[batches]") {
    constexpr std::uint64_t steps = 60;
    batch_order in_turn(50, order::shuffled, 21);
    std::vector<indices> expected;
    for (std::uint64_t step = 1; step <= steps; ++step) {
        expected.push_back(minibatch(in_turn, step, 8));
    }
    batch_order backwards(50, order::shuffled, 21);
    for (std::uint64_t step = steps; step >= 1; --step) {
        REQUIRE(minibatch(backwards, step, 8) == expected[step - 1]);
    }
    batch_order resumed(50, order::shuffled, 21);
    CHECK(minibatch(resumed, 37, 8) == expected[36]);
    CHECK(minibatch(resumed, 2, 8) == expected[1]);

    batch_order other(50, order::shuffled, 22);
    CHECK(minibatch(other, 1, 8) != expected[0]);
    batch_order far_seed(50, order::shuffled, 21 + (std::uint64_t{1} << 32));
    CHECK(minibatch(far_seed, 1, 8) != expected[0]);
}

TEST_CASE("epochs beyond the numbers of a substream differ too", "[batches]") {
    batch_order shuffled(50, order::shuffled, 21);
    const std::uint64_t far = (std::uint64_t{1} << 24) + 1;
    indices late = minibatch(shuffled, far, 50);
    CHECK(late != minibatch(shuffled, 1, 50));
    std::ranges::sort(late);
    CHECK(late == counted(50));
}

TEST_CASE("every permutation is equally likely", "[batches]") {
    constexpr std::uint64_t epochs = 24000;
    batch_order shuffled(4, order::shuffled, 31);
    std::map<indices, int> seen;
    for (std::uint64_t epoch = 1; epoch <= epochs; ++epoch) ++seen[minibatch(shuffled, epoch, 4)];
    CHECK(seen.size() == 24);
    // 1000 of each are expected; five standard deviations are 155.
    for (const auto& [permutation, times] : seen) CHECK(std::abs(times - 1000) < 155);
}

TEST_CASE("the sequential order counts and starts again", "[batches]") {
    batch_order sequential(5, order::sequential, 99);
    CHECK(minibatch(sequential, 1, 3) == indices{0, 1, 2});
    CHECK(minibatch(sequential, 2, 3) == indices{3, 4, 0});
    CHECK(minibatch(sequential, 3, 3) == indices{1, 2, 3});
    CHECK(minibatch(sequential, 1, 12) == indices{0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1});
}

TEST_CASE("minibatches of no images are refused", "[batches]") {
    CHECK(complaint(0) == "minibatches: expected 1 to 4294967295 images, found 0");
    CHECK(complaint(std::size_t{1} << 32) ==
          "minibatches: expected 1 to 4294967295 images, found 4294967296");
    CHECK(complaint(1) == "no error");
}

TEST_CASE("a minibatch is gathered: images as the network is given them, and labels", "[batches]") {
    const image_size size{5, 4, 2};
    const labelled_images images = numbered_images(size, 30);
    const indices chosen{29, 0, 7, 7, 12, 3};
    input_maker maker(images, {}, {.flip = true, .shift = 2}, 51);
    std::vector<float> pixels(chosen.size() * size.pixels(), -1.0F);
    std::vector<std::uint8_t> labels(chosen.size(), 99);
    fill_batch(maker, chosen, 9, pixels, labels);

    std::vector<float> expected(pixels.size());
    for (std::uint32_t item = 0; item < chosen.size(); ++item)
        maker.make_changed(chosen[item], 9, item,
                           std::span(expected).subspan(item * size.pixels(), size.pixels()));
    CHECK(pixels == expected);
    CHECK(labels == std::vector<std::uint8_t>{9, 0, 7, 7, 2, 3});
}
