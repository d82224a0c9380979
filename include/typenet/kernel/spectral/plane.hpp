// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/spectral/fourier.hpp"

/// Two-dimensional transforms of 16 x 16 points, one vector of channels at a time, by way of a
/// plane [y][x][re | im] that stays in the first-level cache. These functions know strides, not
/// stages: all stages share them.
namespace typenet::kernel {

inline constexpr int spectral_points = 16;

template <class Scalar>
inline constexpr extent plane_pixel = 2 * simd::width<Scalar>;
template <class Scalar>
inline constexpr extent plane_row = spectral_points * plane_pixel<Scalar>;

template <class Scalar, int Count>
TYPENET_INLINE complex_row<simd::row<Scalar, Count>> load_complex(const Scalar* re,
                                                                  const Scalar* im) {
    return {simd::row<Scalar, Count>::load(re), simd::row<Scalar, Count>::load(im)};
}
template <class Scalar, int Count>
TYPENET_INLINE complex_row<simd::row<Scalar, Count>> zero_complex() {
    return {simd::row<Scalar, Count>::set(0), simd::row<Scalar, Count>::set(0)};
}

/// Transforms Inputs pixels, the rest being zero, into a row of the plane. `im` may be null for 0.
template <class Scalar, int Count, int Inputs>
void transform_row(const Scalar* re, const Scalar* im, extent pixel, Scalar* row) {
    fourier16<direction::forward, Scalar, Count>(
        [&](auto n) TYPENET_INLINE_LAMBDA {
            if constexpr (n >= Inputs) {
                return zero_complex<Scalar, Count>();
            } else {
                auto value = zero_complex<Scalar, Count>();
                value.re = simd::row<Scalar, Count>::load(re + n * pixel);
                if (im != nullptr) value.im = simd::row<Scalar, Count>::load(im + n * pixel);
                return value;
            }
        },
        [&](auto k, const auto& x) TYPENET_INLINE_LAMBDA {
            x.re.store(row + k * plane_pixel<Scalar>);
            x.im.store(row + k * plane_pixel<Scalar> + simd::width<Scalar>);
        });
}

/// Transforms a row of the plane back into Outputs pixels. `im` may be null: nobody wants it.
template <class Scalar, int Count, int Outputs>
void restore_row(const Scalar* row, Scalar* re, Scalar* im, extent pixel) {
    fourier16<direction::inverse, Scalar, Count>(
        [&](auto n) TYPENET_INLINE_LAMBDA {
            const Scalar* const from = row + n * plane_pixel<Scalar>;
            return load_complex<Scalar, Count>(from, from + simd::width<Scalar>);
        },
        [&](auto k, const auto& x) TYPENET_INLINE_LAMBDA {
            if constexpr (k < Outputs) {
                x.re.store(re + k * pixel);
                if (im != nullptr) x.im.store(im + k * pixel);
            }
        });
}

/// Transforms `columns` columns of the plane into a spectrum whose frequency (fy, fx) stands at
/// (fy · columns + fx) · frequency. Plane row `row_of(n)` holds input n; a negative one means zero.
template <class Scalar, int Count, class RowOf>
void transform_columns(const Scalar* plane, int columns, Scalar* spectrum, extent frequency,
                       extent imaginary, RowOf /*row_of*/) {
    for (int fx = 0; fx < columns; ++fx) {
        fourier16<direction::forward, Scalar, Count>(
            [&](auto n) TYPENET_INLINE_LAMBDA {
                constexpr int row = RowOf::at(n);
                if constexpr (row < 0) {
                    return zero_complex<Scalar, Count>();
                } else {
                    const Scalar* const from =
                        plane + row * plane_row<Scalar> + fx * plane_pixel<Scalar>;
                    return load_complex<Scalar, Count>(from, from + simd::width<Scalar>);
                }
            },
            [&](auto k, const auto& x) TYPENET_INLINE_LAMBDA {
                Scalar* const to = spectrum + (extent{k} * columns + fx) * frequency;
                x.re.store(to);
                x.im.store(to + imaginary);
            });
    }
}

/// The way back: output n goes to plane row `row_of(n)`, or nowhere if that is negative.
template <class Scalar, int Count, class RowOf>
void restore_columns(const Scalar* spectrum, int columns, extent frequency, extent imaginary,
                     Scalar* plane, RowOf /*row_of*/) {
    for (int fx = 0; fx < columns; ++fx) {
        fourier16<direction::inverse, Scalar, Count>(
            [&](auto n) TYPENET_INLINE_LAMBDA {
                const Scalar* const from = spectrum + (extent{n} * columns + fx) * frequency;
                return load_complex<Scalar, Count>(from, from + imaginary);
            },
            [&](auto k, const auto& x) TYPENET_INLINE_LAMBDA {
                constexpr int row = RowOf::at(k);
                if constexpr (row >= 0) {
                    Scalar* const to = plane + row * plane_row<Scalar> + fx * plane_pixel<Scalar>;
                    x.re.store(to);
                    x.im.store(to + simd::width<Scalar>);
                }
            });
    }
}

/// The first Count rows in order.
template <int Count>
struct first_rows {
    static constexpr int at(int n) { return n < Count ? n : -1; }
};
/// Row k of a window whose tap k is point Start - k of a circle of 16.
template <int Window, int Start>
struct window_rows {
    static constexpr int at(int n) {
        const int k = (Start - n + spectral_points) % spectral_points;
        return k < Window ? k : -1;
    }
};

}  // namespace typenet::kernel
