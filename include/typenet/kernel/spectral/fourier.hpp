// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include "typenet/base/simd.hpp"

/// The discrete Fourier transform of 16 points, over vectors: each lane is a transform of its own.
namespace typenet::kernel {

/// body(i) for i = 0 … Count - 1, each i a compile-time constant.
template <int Count, class Body>
TYPENET_INLINE void unrolled(Body&& body) {
    [&]<int... I>(std::integer_sequence<int, I...>) TYPENET_INLINE_LAMBDA {
        (body(std::integral_constant<int, I>{}), ...);
    }(std::make_integer_sequence<int, Count>{});
}

template <class Row>
struct complex_row {
    Row re;
    Row im;

    friend TYPENET_INLINE complex_row operator+(const complex_row& a, const complex_row& b) {
        return {a.re + b.re, a.im + b.im};
    }
    friend TYPENET_INLINE complex_row operator-(const complex_row& a, const complex_row& b) {
        return {a.re - b.re, a.im - b.im};
    }
};

enum class direction { forward, inverse };

/// cos and sin of 2·pi·m / 16.
struct sixteenth {
    double cosine;
    double sine;
};
constexpr sixteenth sixteenth_of_turn(int m) {
    constexpr double c1 = 0.92387953251128675613;  // cos(pi/8)
    constexpr double s1 = 0.38268343236508977173;
    constexpr double r = 0.70710678118654752440;
    constexpr sixteenth quarter[4] = {{1, 0}, {c1, s1}, {r, r}, {s1, c1}};
    const sixteenth in_quarter = quarter[m % 4];
    switch (m / 4 % 4) {
        case 0:
            return in_quarter;
        case 1:
            return {-in_quarter.sine, in_quarter.cosine};
        case 2:
            return {-in_quarter.cosine, -in_quarter.sine};
        default:
            return {in_quarter.sine, -in_quarter.cosine};
    }
}

/// X(k) = sum over n of x(n)·e^(∓2·pi·i·n·k / 16), - forward and + inverse, not normalised.
/// `load(n)` gives x(n) and `store(k, X)` takes X(k); n and k are compile-time constants.
///
/// **Cost**: 144 additions and 24 multiplications of real vectors, and 8 simpler ones.
/// **Source**: Cooley and Tukey, 1965, 16 = 4·4: n = 4·n1 + n2, k = k1 + 4·k2.
template <direction Direction, class Scalar, int Lanes, class Load, class Store>
TYPENET_INLINE void fourier16(Load&& load, Store&& store) {
    using row = simd::row<Scalar, Lanes>;
    using value = complex_row<row>;
    constexpr Scalar sign = Direction == direction::forward ? 1 : -1;

    // Four points: the differences' product with -i (forward) or i is a swap and a sign.
    const auto four = [](const value& a, const value& b, const value& c, const value& d,
                         auto&& take) TYPENET_INLINE_LAMBDA {
        const value s0 = a + c;
        const value s1 = a - c;
        const value s2 = b + d;
        const value s3 = b - d;
        const value minus{s1.re + s3.im, s1.im - s3.re};  // s1 - i·s3
        const value plus{s1.re - s3.im, s1.im + s3.re};   // s1 + i·s3
        take(std::integral_constant<int, 0>{}, s0 + s2);
        take(std::integral_constant<int, 1>{}, Direction == direction::forward ? minus : plus);
        take(std::integral_constant<int, 2>{}, s0 - s2);
        take(std::integral_constant<int, 3>{}, Direction == direction::forward ? plus : minus);
    };

    value between[4][4];
    unrolled<4>([&](auto n2) TYPENET_INLINE_LAMBDA {
        four(load(std::integral_constant<int, n2>{}), load(std::integral_constant<int, 4 + n2>{}),
             load(std::integral_constant<int, 8 + n2>{}),
             load(std::integral_constant<int, 12 + n2>{}),
             [&](auto k1, const value& x) TYPENET_INLINE_LAMBDA {
                 if constexpr (n2 * k1 == 0) {
                     between[n2][k1] = x;
                 } else {
                     constexpr sixteenth turn = sixteenth_of_turn(n2 * k1);
                     const row c = row::set(static_cast<Scalar>(turn.cosine));
                     const row s = row::set(sign * static_cast<Scalar>(turn.sine));
                     between[n2][k1] = {multiply_add(x.im, s, x.re * c),
                                        negative_multiply_add(x.re, s, x.im * c)};
                 }
             });
    });
    unrolled<4>([&](auto k1) TYPENET_INLINE_LAMBDA {
        four(between[0][k1], between[1][k1], between[2][k1], between[3][k1],
             [&](auto k2, const value& x)
                 TYPENET_INLINE_LAMBDA { store(std::integral_constant<int, k1 + 4 * k2>{}, x); });
    });
}

}  // namespace typenet::kernel
