// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <type_traits>

#include "typenet/base/simd.hpp"

namespace typenet::kernel {

/// How far apart the numbers that a tile multiplies lie, in scalars.
struct tile_strides {
    extent a_row;   ///< from one row's a to the next row's
    extent a_step;  ///< from one term of the sum to the next, in a
    extent b_step;  ///< likewise in b
};

/// Rows x Columns sums in registers: sum(r, c) += a(r, k) · b(k, c) over k. Columns are vector
/// lanes, a's are broadcast. Convolution and dense layers, forward and both backward passes, are
/// all this tile with other strides.
///
/// Each sum runs over k in ascending order with fused multiply-adds, whatever the tile's size.
template <class Scalar, int Rows, int Columns>
struct tile {
    using columns = simd::row<Scalar, Columns>;

    columns sum[std::size_t{Rows}];

    TYPENET_INLINE void set(const columns& value) {
        for (int r = 0; r < Rows; ++r) sum[r] = value;
    }
    TYPENET_INLINE void load(const Scalar* from, extent row_stride) {
        for (int r = 0; r < Rows; ++r) sum[r] = columns::load(from + r * row_stride);
    }
    TYPENET_INLINE void add(const Scalar* from, extent row_stride) {
        for (int r = 0; r < Rows; ++r) sum[r] = columns::load(from + r * row_stride) + sum[r];
    }
    TYPENET_INLINE void store(Scalar* to, extent row_stride) const {
        for (int r = 0; r < Rows; ++r) sum[r].store(to + r * row_stride);
    }
    template <tile_strides Strides>
    TYPENET_INLINE void accumulate(const Scalar* a, const Scalar* b, extent terms) {
        for (extent k = 0; k < terms; ++k) {
            const columns factors = columns::load(b + k * Strides.b_step);
            const Scalar* const from = simd::opaque(a + k * Strides.a_step);
            for (int r = 0; r < Rows; ++r) {
                const auto factor = columns::set(from[r * Strides.a_row]);
                sum[r] = multiply_add(factor, factors, sum[r]);
            }
        }
    }
};

/// Rows and columns of a tile.
struct tile_size {
    int rows;
    int columns;
};

/// The tile that computes rows x columns sums in the fewest cycles, by a model of constants:
/// `cycles(r, v)` of a tile of r rows and v vectors, leftover tiles counted at their own cost, of
/// those that `fit(r, v)` the registers.
template <class Scalar>
constexpr tile_size cheapest_tile(int rows, int columns, auto&& cycles, auto&& fit) {
    constexpr int lanes = simd::width<Scalar>;
    const int vectors = (columns + lanes - 1) / lanes;
    tile_size best{1, std::min(columns, lanes)};
    long best_cost = -1;
    for (int v = 1; v <= vectors && fit(1, v); ++v)
        for (int r = 1; r <= rows && fit(r, v); ++r) {
            const auto row_of_tiles = [&](int tile_rows) {
                const long whole = vectors / v * cycles(tile_rows, v);
                return whole + (vectors % v ? cycles(tile_rows, vectors % v) : 0);
            };
            const long cost = rows / r * row_of_tiles(r) + (rows % r ? row_of_tiles(rows % r) : 0);
            if (best_cost < 0 || cost < best_cost) {
                best_cost = cost;
                best = {r, std::min(v * lanes, columns)};
            }
        }
    return best;
}

/// Two multiply-adds and two loads a cycle, a latency of four cycles for each sum, a cycle of loop
/// around them, a fifth of a load in the way of other work; the sums, one row of b and one
/// broadcast must fit the registers.
template <class Scalar>
constexpr tile_size best_tile(int rows, int columns) {
    return cheapest_tile<Scalar>(
        rows, columns, [](int r, int v) { return 5 * std::max({r * v, r + v, 8}) + 10 + r + v; },
        [](int r, int v) { return v <= 8 && r * v + v + 1 < simd::registers; });
}

/// Calls body(size, start) for each piece of `Total` things cut into pieces of `Piece`, the last
/// one perhaps smaller; `size` is a compile-time constant.
template <int Total, int Piece, class Body>
TYPENET_INLINE void for_pieces(Body&& body) {
    for (int start = 0; start + Piece <= Total; start += Piece)
        body(std::integral_constant<int, Piece>{}, start);
    if constexpr (Total % Piece != 0)
        body(std::integral_constant<int, Total % Piece>{}, Total / Piece * Piece);
}

/// body(size) of piece number `piece` of `Total` things cut into pieces of `Piece`; the size is a
/// compile-time constant.
template <int Total, int Piece, class Body>
TYPENET_INLINE void with_size(int piece, Body&& body) {
    if constexpr (Total >= Piece)
        if (piece < Total / Piece) body(std::integral_constant<int, Piece>{});
    if constexpr (Total % Piece != 0)
        if (piece == Total / Piece) body(std::integral_constant<int, Total % Piece>{});
}

}  // namespace typenet::kernel
