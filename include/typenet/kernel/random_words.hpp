// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/random.hpp"
#include "typenet/base/simd.hpp"

namespace typenet::kernel {

/// The random words of 64 neighbouring elements of a row: those of sixteen blocks from
/// `first_block` on, which are the lanes.
///
/// **Source**: `philox`, whose words these are; the counters stand in the low halves of 64 bits,
/// where products of 32 bits are whole. What the high halves hold never matters.
inline void random_words(const random_position& at, std::uint32_t first_block,
                         std::uint32_t (&words)[64]) {
#if HWY_TARGET == HWY_SCALAR
    for (std::uint32_t block = 0; block < 16; ++block) {
        const auto four = philox(at, first_block + block);
        for (std::size_t word = 0; word < 4; ++word) words[16 * word + block] = four[word];
    }
#else
    namespace hn = simd::hn;
    const simd::tag<std::uint64_t> d;
    const hn::Repartition<std::uint32_t, simd::tag<std::uint64_t>> halves;
    constexpr int lanes = simd::width<std::uint64_t>;
    const auto product = [&](auto a, auto b) {
        return hn::MulEven(hn::BitCast(halves, a), hn::BitCast(halves, b));
    };
    const auto all = [&](std::uint32_t value) { return hn::Set(d, std::uint64_t{value}); };
    const auto multiplier0 = all(0xD2511F53);
    const auto multiplier1 = all(0xCD9E8D57);
    std::uint64_t wide[64];
    for (int i = 0; i < 16; i += lanes) {
        auto c0 = hn::Iota(d, first_block + static_cast<std::uint64_t>(i));
        auto c1 = all(at.item);
        auto c2 = all(at.step);
        auto c3 = all(static_cast<std::uint32_t>(at.stream) << 24 | at.substream);
        auto k0 = static_cast<std::uint32_t>(at.seed);
        auto k1 = static_cast<std::uint32_t>(at.seed >> 32);
        for (int round = 0; round < 10; ++round) {
            const auto p0 = product(multiplier0, c0);
            const auto p1 = product(multiplier1, c2);
            c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p1), c1), all(k0));
            c1 = p1;
            c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p0), c3), all(k1));
            c3 = p0;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        hn::StoreU(c0, d, wide + i);
        hn::StoreU(c1, d, wide + 16 + i);
        hn::StoreU(c2, d, wide + 32 + i);
        hn::StoreU(c3, d, wide + 48 + i);
    }
    for (int i = 0; i < 64; ++i) words[i] = static_cast<std::uint32_t>(wide[i]);
#endif
}

}  // namespace typenet::kernel
