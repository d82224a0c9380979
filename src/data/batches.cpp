// SPDX-License-Identifier: BSL-1.0
#include "data/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "support/error.hpp"
#include "typenet/base/random_words.hpp"

namespace typenet::data {

batch_order::batch_order(std::size_t count, order how, std::uint64_t seed)
    : how_(how), seed_(seed) {
    constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
    if (count < 1 || count > most) {
        throw error(fmt::format("minibatches: expected 1 to {} images, found {}", most, count));
    }
    for (std::uint64_t epoch = 0; epoch < cache_.size(); ++epoch) {
        cache_[epoch].images.resize(count);
        arrange(cache_[epoch], epoch);
    }
}

void batch_order::indices(std::uint64_t step, std::span<std::uint32_t> out) {
    const std::uint64_t count = cache_[0].images.size();
    const std::uint64_t first = (step - 1) * out.size();
    std::uint64_t epoch = first / count;
    std::uint64_t start = first % count;
    while (!out.empty()) {
        const auto rest = std::span(permutation_of(epoch)).subspan(start);
        const std::size_t taken = std::min(rest.size(), out.size());
        std::ranges::copy(rest.first(taken), out.begin());
        out = out.subspan(taken);
        ++epoch;
        start = 0;
    }
}

const std::vector<std::uint32_t>& batch_order::permutation_of(std::uint64_t epoch) {
    permutation& cached = cache_[epoch % cache_.size()];
    if (cached.epoch != epoch) arrange(cached, epoch);
    return cached.images;
}

void batch_order::arrange(permutation& target, std::uint64_t epoch) const {
    target.epoch = epoch;
    std::iota(target.images.begin(), target.images.end(), 0U);
    if (how_ == order::sequential) return;
    // A substream has 24 bits, and few images in large minibatches make many epochs.
    random_words words({.seed = seed_,
                        .stream = purpose::shuffle,
                        .substream = static_cast<std::uint32_t>(epoch & 0xFFFFFF),
                        .step = static_cast<std::uint32_t>(epoch >> 24)});
    // Fisher and Yates, as Durstenfeld wrote it (CACM algorithm 235).
    for (auto left = static_cast<std::uint32_t>(target.images.size()); left > 1; --left) {
        std::swap(target.images[left - 1], target.images[words.below(left)]);
    }
}

void fill_batch(input_maker& from, std::span<const std::uint32_t> indices, std::uint32_t step,
                std::span<float> images, std::span<std::uint8_t> labels, std::span<float> targets) {
    const labelled_images& part = from.part();
    const std::size_t pixels = part.size.pixels();
    const std::size_t values = targets.size() / indices.size();
    for (std::uint32_t item = 0; item < indices.size(); ++item) {
        from.make_changed(indices[item], step, item, images.subspan(item * pixels, pixels));
        if (!labels.empty()) labels[item] = part.labels[indices[item]];
        if (!targets.empty())
            std::ranges::copy(part.target_of(indices[item]),
                              targets.subspan(item * values, values).begin());
    }
}

}  // namespace typenet::data
