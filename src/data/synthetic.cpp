// SPDX-License-Identifier: BSL-1.0
#include "data/synthetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

#include "drawing/artist.hpp"
#include "support/error.hpp"
#include "support/granted_threads.hpp"

namespace typenet::data {
namespace {

labelled_images draw_part(std::uint64_t seed, std::uint32_t part, image_size size, int classes,
                          std::size_t count, std::size_t threads) {
    labelled_images images{size, std::vector<std::uint8_t>(count * size.pixels()),
                           std::vector<std::uint8_t>(count)};
    const auto draw_range = [&](std::size_t begin, std::size_t end) {
        drawing::artist hand(size.height, size.width);
        const auto channels = static_cast<std::size_t>(size.channels);
        std::vector<std::uint8_t> ink(size.pixels() / channels);
        for (std::size_t i = begin; i < end; ++i) {
            images.labels[i] = hand.draw(seed, part, static_cast<std::uint32_t>(i), classes, ink);
            std::uint8_t* pixel = images.pixels.data() + i * size.pixels();
            for (const std::uint8_t value : ink) pixel = std::fill_n(pixel, channels, value);
        }
    };
    std::vector<std::jthread> team;
    team.reserve(threads);
    for (std::size_t t = 0; t < threads; ++t) {
        const std::size_t begin = count * t / threads;
        const std::size_t end = count * (t + 1) / threads;
        try {
            team.emplace_back(draw_range, begin, end);
        } catch (const std::system_error&) {
            draw_range(begin, end);  // the system gives no more threads
        }
    }
    team.clear();  // joins
    return images;
}

}  // namespace

dataset make_synthetic_digits(std::uint64_t seed, image_size size, int classes,
                              const part_counts& counts, unsigned threads) {
    constexpr int least_side = 8;
    if (size.height < least_side || size.width < least_side || size.channels < 1) {
        throw error(
            fmt::format("synthetic digits: expected images of at least {0} x {0} x 1 "
                        "(height, width, channels), found {1} x {2} x {3}",
                        least_side, size.height, size.width, size.channels));
    }
    if (classes < 1 || classes > 10) {
        throw error(fmt::format("synthetic digits: expected 1 to 10 classes, found {}", classes));
    }
    if (threads == 0) threads = static_cast<unsigned>(support::threads_granted().count);
    dataset result;
    result.train = draw_part(seed, 0, size, classes, counts.train, threads);
    result.validation = draw_part(seed, 1, size, classes, counts.validation, threads);
    result.test = draw_part(seed, 2, size, classes, counts.test, threads);
    result.description = "built-in synthetic digits, drawn by the program";
    return result;
}

}  // namespace typenet::data
