// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>

namespace typenet {

/// What a random number is for. Each purpose is a stream of its own, so that, say, a change of the
/// augmentation leaves the dropout masks as they were.
enum class purpose : std::uint32_t {
    initial_values = 1,
    dropout = 2,
    shuffle = 3,
    augmentation = 4,
    synthetic_data = 5,
};

/// Where a random number stands: it is a function of this and of nothing else.
struct random_position {
    std::uint64_t seed = 0;                    ///< of the run
    purpose stream = purpose::initial_values;  ///< what it is for
    std::uint32_t substream = 0;               ///< a layer, parameter, epoch…; below 2^24
    std::uint32_t step = 0;                    ///< of the run
    std::uint32_t item = 0;                    ///< an image of the minibatch, …
};

/// Four random words: Philox4x32-10 with the seed as the key and (block, item, step, stream) as
/// the counter. No generator has a state, so a resumed run goes on exactly, in any order of work.
///
/// **Cost**: 20 multiplications 32x32→64.
/// **Source**: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11,
/// section 4.3; the constants are Random123's.
constexpr std::array<std::uint32_t, 4> philox(const random_position& at, std::uint32_t block) {
    std::uint32_t c0 = block;
    std::uint32_t c1 = at.item;
    std::uint32_t c2 = at.step;
    std::uint32_t c3 = static_cast<std::uint32_t>(at.stream) << 24 | at.substream;
    auto k0 = static_cast<std::uint32_t>(at.seed);
    auto k1 = static_cast<std::uint32_t>(at.seed >> 32);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = std::uint64_t{0xD2511F53} * c0;
        const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * c2;
        c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
        c1 = static_cast<std::uint32_t>(p1);
        c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
        c3 = static_cast<std::uint32_t>(p0);
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    return {c0, c1, c2, c3};
}

/// Which word of which block belongs to element `index` of a row of random words. Sixteen
/// neighbours take the same word of sixteen consecutive blocks, so that vector lanes of any width
/// up to sixteen compute neighbouring elements without a shuffle.
struct random_word {
    std::uint32_t block;  ///< of four words
    std::uint32_t word;   ///< of the block, 0 to 3
};
/// Where word number `index` of a row stands.
constexpr random_word word_of(std::uint32_t index) {
    return {index / 64 * 16 + index % 16, index / 16 % 4};
}

/// Random word number `index` of a row.
constexpr std::uint32_t random_bits(const random_position& at, std::uint32_t index) {
    const random_word w = word_of(index);
    return philox(at, w.block)[w.word];
}

/// The probability `p` in [0, 1] as the number of 32-bit words, of all 2^32, that count as a yes:
/// a word says yes if it is below this. 1 makes every word a yes.
constexpr std::uint64_t yes_below(double p) {
    if (p <= 0) return 0;
    return p >= 1 ? std::uint64_t{1} << 32 : static_cast<std::uint64_t>(p * 0x1p32);
}

/// A word as a number in the open interval (0, 1), never 0 or 1: the middle of its 2^-32.
constexpr double to_unit_interval(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }

}  // namespace typenet
