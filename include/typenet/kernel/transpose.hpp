// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/simd.hpp"

namespace typenet::kernel {

/// Square blocks of as many numbers as a vector has lanes, transposed in registers: first inside
/// the vectors' blocks of 128 bits, then block by block. Numbers only move; this is the one place
/// where they change lanes.
template <class Scalar>
struct square_transpose {
    static constexpr int lanes = simd::width<Scalar>;
    using vector = simd::vec<Scalar>;

    /// to(c, r) = from(r, c), rows that many scalars apart.
    static TYPENET_INLINE void move(const Scalar* from, extent from_row, Scalar* to,
                                    extent to_row) {
        namespace hn = simd::hn;
        const simd::tag<Scalar> d;
        vector rows[std::size_t{lanes}];
        for (int r = 0; r < lanes; ++r) rows[r] = hn::LoadU(d, from + r * from_row);
#if HWY_TARGET != HWY_SCALAR  // which has one lane, and no such functions
        inside_blocks(rows);
        if constexpr (blocks > 1) between_blocks(rows);
#endif
        for (int r = 0; r < lanes; ++r) hn::StoreU(rows[r], d, to + r * to_row);
    }

private:
    static constexpr int block = std::min(lanes, static_cast<int>(16 / sizeof(Scalar)));
    static constexpr int blocks = lanes / block;

#if HWY_TARGET != HWY_SCALAR
    static TYPENET_INLINE void inside_blocks(vector (&rows)[std::size_t{lanes}]) {
        namespace hn = simd::hn;
        const simd::tag<Scalar> d;
        for (int r = 0; r < lanes; r += 2) {
            const vector lower = hn::InterleaveLower(d, rows[r], rows[r + 1]);
            const vector upper = hn::InterleaveUpper(d, rows[r], rows[r + 1]);
            rows[r] = lower;
            rows[r + 1] = upper;
        }
        if constexpr (block == 4) {
            // Neighbours stand beside each other now: pairs of them change places as one number.
            const hn::Repartition<std::uint64_t, simd::tag<Scalar>> pairs;
            for (int r = 0; r < lanes; r += 4) {
                const auto a = hn::BitCast(pairs, rows[r]);
                const auto b = hn::BitCast(pairs, rows[r + 1]);
                const auto c = hn::BitCast(pairs, rows[r + 2]);
                const auto e = hn::BitCast(pairs, rows[r + 3]);
                rows[r] = hn::BitCast(d, hn::InterleaveLower(pairs, a, c));
                rows[r + 1] = hn::BitCast(d, hn::InterleaveUpper(pairs, a, c));
                rows[r + 2] = hn::BitCast(d, hn::InterleaveLower(pairs, b, e));
                rows[r + 3] = hn::BitCast(d, hn::InterleaveUpper(pairs, b, e));
            }
        }
    }

    static TYPENET_INLINE void between_blocks(vector (&rows)[std::size_t{lanes}]) {
        namespace hn = simd::hn;
        const simd::tag<Scalar> d;
        constexpr int half = lanes / 2;
        for (int r = 0; r < half; ++r) {
            const vector lower = hn::ConcatLowerLower(d, rows[r + half], rows[r]);
            const vector upper = hn::ConcatUpperUpper(d, rows[r + half], rows[r]);
            rows[r] = lower;
            rows[r + half] = upper;
        }
        if constexpr (blocks == 4) {
            for (int group = 0; group < lanes; group += half)
                for (int r = group; r < group + block; ++r) {
                    const vector even = rows[r];
                    const vector odd = rows[r + block];
                    rows[r] = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(odd), even);
                    rows[r + block] = hn::OddEvenBlocks(odd, hn::SwapAdjacentBlocks(even));
                }
        }
    }
#endif
    static_assert(blocks == 1 || blocks == 2 || blocks == 4);
};

/// to(c, r) = from(r, c) for a matrix of Rows x Columns.
template <class Scalar, int Rows, int Columns>
void transpose(const Scalar* from, extent from_row, Scalar* to, extent to_row) {
    constexpr int lanes = simd::width<Scalar>;
    constexpr int whole_rows = Rows / lanes * lanes;
    constexpr int whole_columns = Columns / lanes * lanes;
    for (int r = 0; r < whole_rows; r += lanes)
        for (int c = 0; c < whole_columns; c += lanes)
            square_transpose<Scalar>::move(from + r * from_row + c, from_row, to + c * to_row + r,
                                           to_row);
    for (int r = 0; r < Rows; ++r)
        for (int c = r < whole_rows ? whole_columns : 0; c < Columns; ++c)
            to[c * to_row + r] = from[r * from_row + c];
}

}  // namespace typenet::kernel
