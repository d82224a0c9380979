// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/simd.hpp"

/// F(4x4, 3x3): a 3x3 convolution of a tile of 4x4 outputs as 36 products, one for each pair of the
/// points 0, ±a, ±b and ∞, with a² = ½ and b² = 2. These points cost what the usual ±1, ±2 cost and
/// round three to four times less. A pair ±p is e ± o of an even and an odd part.
///
/// **Source**: Lavin and Gray, "Fast algorithms for convolutional neural networks", 2015; the
/// matrices for any a and b from Toom and Cook's construction.
namespace typenet::kernel::winograd {

inline constexpr int outputs = 4;  ///< of a tile's side
inline constexpr int points = 6;   ///< pixels, and points, of a tile's side
inline constexpr int taps = 3;     ///< of a window's side
inline constexpr int planes = points * points;

inline constexpr double a = 0.70710678118654752440;
inline constexpr double b = 1.41421356237309504880;

/// x · factor, and x · factor + y with one rounding.
/// @{
template <class Scalar, int Count>
TYPENET_INLINE auto times(double factor, const simd::row<Scalar, Count>& x) {
    return x * simd::row<Scalar, Count>::set(static_cast<Scalar>(factor));
}
template <class Scalar, int Count>
TYPENET_INLINE auto times_plus(double factor, const simd::row<Scalar, Count>& x,
                               const simd::row<Scalar, Count>& y) {
    return multiply_add(x, simd::row<Scalar, Count>::set(static_cast<Scalar>(factor)), y);
}
/// @}

/// Six pixels to their values at the points.
struct of_input {
    static constexpr int from = points, to = points;
    template <class Row>
    TYPENET_INLINE void operator()(const Row (&d)[from], Row (&at)[to]) const {
        at[0] = times_plus(-2.5, d[2], d[0] + d[4]);
        const Row even_a = times_plus(-2, d[2], d[4]);
        const Row odd_a = times(a, times_plus(-2, d[1], d[3]));
        at[1] = even_a + odd_a;
        at[2] = even_a - odd_a;
        const Row even_b = times_plus(-0.5, d[2], d[4]);
        const Row odd_b = times(b, times_plus(-0.5, d[1], d[3]));
        at[3] = even_b + odd_b;
        at[4] = even_b - odd_b;
        at[5] = times_plus(-2.5, d[3], d[1] + d[5]);
    }
};

/// Values at the points to four outputs.
struct of_output {
    static constexpr int from = points, to = outputs;
    template <class Row>
    TYPENET_INLINE void operator()(const Row (&m)[from], Row (&y)[to]) const {
        const Row sum_a = m[1] + m[2];
        const Row difference_a = times(a, m[1] - m[2]);
        const Row sum_b = m[3] + m[4];
        const Row difference_b = times(b, m[3] - m[4]);
        y[0] = m[0] + (sum_a + sum_b);
        y[1] = difference_a + difference_b;
        y[2] = times_plus(2, sum_b, times(0.5, sum_a));
        y[3] = times_plus(2, difference_b, times_plus(0.5, difference_a, m[5]));
    }
};

/// Four outputs' gradients to the points': the transpose of `of_output`.
struct of_output_gradient {
    static constexpr int from = outputs, to = points;
    template <class Row>
    TYPENET_INLINE void operator()(const Row (&g)[from], Row (&at)[to]) const {
        const Row even_a = times_plus(0.5, g[2], g[0]);
        const Row odd_a = times(a, times_plus(0.5, g[3], g[1]));
        const Row even_b = times_plus(2, g[2], g[0]);
        const Row odd_b = times(b, times_plus(2, g[3], g[1]));
        at[0] = g[0];
        at[1] = even_a + odd_a;
        at[2] = even_a - odd_a;
        at[3] = even_b + odd_b;
        at[4] = even_b - odd_b;
        at[5] = g[3];
    }
};

/// What the values of three weights are divided by at ±a and ±b.
inline constexpr double of_a = 1 / -1.5;
inline constexpr double of_b = 1 / 6.0;

/// Three weights to their values at the points.
struct of_weights {
    static constexpr int from = taps, to = points;
    template <class Row>
    TYPENET_INLINE void operator()(const Row (&w)[from], Row (&at)[to]) const {
        const Row even_a = times(of_a, times_plus(0.5, w[2], w[0]));
        const Row odd_a = times(of_a * a, w[1]);
        const Row even_b = times(of_b, times_plus(2, w[2], w[0]));
        const Row odd_b = times(of_b * b, w[1]);
        at[0] = w[0];
        at[1] = even_a + odd_a;
        at[2] = even_a - odd_a;
        at[3] = even_b + odd_b;
        at[4] = even_b - odd_b;
        at[5] = w[2];
    }
};

/// The points' gradients to three weights': the transpose of `of_weights`.
struct of_weights_gradient {
    static constexpr int from = points, to = taps;
    template <class Row>
    TYPENET_INLINE void operator()(const Row (&u)[from], Row (&w)[to]) const {
        const Row sum_a = times(of_a, u[1] + u[2]);
        const Row sum_b = times(of_b, u[3] + u[4]);
        w[0] = u[0] + (sum_a + sum_b);
        w[1] = times_plus(of_b * b, u[3] - u[4], times(of_a * a, u[1] - u[2]));
        w[2] = times_plus(2, sum_b, times_plus(0.5, sum_a, u[5]));
    }
};

/// A transform of columns, then of rows: load(y, x) gives a number of each lane, store(y, x, row)
/// takes one.
template <class Row, class Transform>
TYPENET_INLINE void in_plane(const Transform& transform, auto&& load, auto&& store) {
    constexpr int from = Transform::from;
    constexpr int to = Transform::to;
    Row middle[std::size_t{to}][std::size_t{from}];
    for (int x = 0; x < from; ++x) {
        Row column[std::size_t{from}];
        for (int y = 0; y < from; ++y) column[y] = load(y, x);
        Row found[std::size_t{to}];
        transform(column, found);
        for (int y = 0; y < to; ++y) middle[y][x] = found[y];
    }
    for (int y = 0; y < to; ++y) {
        Row found[std::size_t{to}];
        transform(middle[y], found);
        for (int x = 0; x < to; ++x) store(y, x, found[x]);
    }
}

}  // namespace typenet::kernel::winograd
