// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/kernel/random_words.hpp"
#include "typenet/layer/dropout.hpp"

namespace typenet::kernel {

/// Values whose random words come from the same sixteen blocks.
inline constexpr int words_at_once = 64;

/// dropout of `Count` values of one image, the first of which is number `first` there, a multiple
/// of 64: to[i] = from[i] / keep or 0; they may be the same. `keep` is below 1.
template <int Count, class Scalar>
void dropout_row(const random_position& at, double keep, extent first, const Scalar* from,
                 Scalar* to) {
    static_assert(Count <= words_at_once);
    const auto scale = static_cast<Scalar>(1 / keep);
    // The probability is below 1 here: 32 bits hold it.
    const auto below = static_cast<std::uint32_t>(yes_below(keep));
    std::uint32_t words[words_at_once];
    random_words(at, word_of(static_cast<std::uint32_t>(first)).block, words);
    // In one loop g++ 12 would multiply behind a branch, where it has no masks (AVX2).
    Scalar kept[words_at_once];
    for (int i = 0; i < Count; ++i) kept[i] = from[i] * scale;
    for (int i = 0; i < Count; ++i) to[i] = words[i] < below ? kept[i] : Scalar{0};
}

}  // namespace typenet::kernel
