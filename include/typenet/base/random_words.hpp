// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>

#include "typenet/base/random.hpp"

namespace typenet {

/// The random words of one position, one after the other: word 0 to 3 of block 0, then of block 1…
class random_words {
public:
    /// From word 0 of block 0 on.
    explicit random_words(const random_position& at) : at_(at) {}

    /// The next word.
    std::uint32_t next() {
        if (used_ == words_.size()) {
            words_ = philox(at_, block_++);
            used_ = 0;
        }
        return words_[used_++];
    }

    /// A whole number in [0, bound), each as likely as any other; `bound` is not 0.
    ///
    /// **Source**: Lemire, "Fast random integer generation in an interval", 2019, algorithm 3.
    std::uint32_t below(std::uint32_t bound) {
        const std::uint32_t surplus = (0U - bound) % bound;
        for (;;) {
            const std::uint64_t product = std::uint64_t{next()} * bound;
            if (static_cast<std::uint32_t>(product) >= surplus) {
                return static_cast<std::uint32_t>(product >> 32);
            }
        }
    }

    /// A number in [low, high), in 2^24 steps.
    float between(float low, float high) {
        return low + (high - low) * (static_cast<float>(next() >> 8) * 0x1p-24F);
    }

private:
    random_position at_;
    std::array<std::uint32_t, 4> words_{};
    std::size_t used_ = 4;
    std::uint32_t block_ = 0;
};

}  // namespace typenet
