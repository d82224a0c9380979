// SPDX-License-Identifier: BSL-1.0
#include "data/augment.hpp"

#include <algorithm>
#include <cstddef>

#include "data/random_words.hpp"

namespace typenet::data {

shift random_shift(std::uint64_t seed, std::uint32_t step, std::uint32_t item, int max_shift) {
    random_words words({.seed = seed, .stream = purpose::augmentation, .step = step, .item = item});
    const std::uint32_t choices = 2 * static_cast<std::uint32_t>(max_shift) + 1;
    const auto draw = [&] { return static_cast<int>(words.below(choices)) - max_shift; };
    const int dx = draw();
    return {dx, draw()};
}

void to_floats(std::span<const std::uint8_t> image, image_size size, int dx, int dy,
               std::span<float> out) {
    // The columns and rows of `out` that the moved image covers.
    const int left = std::clamp(dx, 0, size.width);
    const int right = std::clamp(size.width + dx, 0, size.width);
    const int top = std::clamp(dy, 0, size.height);
    const int bottom = std::clamp(size.height + dy, 0, size.height);
    if (dx != 0 || dy != 0) std::ranges::fill(out, 0.0F);
    const std::ptrdiff_t row = std::ptrdiff_t{size.width} * size.channels;
    const std::ptrdiff_t run = std::ptrdiff_t{right - left} * size.channels;
    if (run <= 0) return;
    for (int y = top; y < bottom; ++y) {
        const std::uint8_t* from = image.data() + (y - dy) * row + (left - dx) * size.channels;
        float* to = out.data() + y * row + left * size.channels;
        for (std::ptrdiff_t i = 0; i < run; ++i) to[i] = static_cast<float>(from[i]) / 255.0F;
    }
}

}  // namespace typenet::data
