// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// Which of two complex factors is conjugated.
enum class conjugate { none, left, right };

/// A tile of complex sums: sum(r, c) += a(r, k) · b(k, c), either factor conjugated if asked.
/// Imaginary parts stand `a_imaginary` and `b_imaginary` scalars behind the real ones.
///
/// Each sum runs over k in ascending order: re·re, then im·im; re·im, then im·re.
template <class Scalar, int Rows, int Columns>
struct complex_tile {
    using columns = simd::row<Scalar, Columns>;

    columns re[std::size_t{Rows}];
    columns im[std::size_t{Rows}];

    TYPENET_INLINE void set(const columns& both) {
        for (int r = 0; r < Rows; ++r) re[r] = im[r] = both;
    }
    TYPENET_INLINE void store(Scalar* to, extent row_stride, extent imaginary) const {
        for (int r = 0; r < Rows; ++r) {
            re[r].store(to + r * row_stride);
            im[r].store(to + r * row_stride + imaginary);
        }
    }
    template <tile_strides Strides, extent AImaginary, extent BImaginary, conjugate Which>
    TYPENET_INLINE void accumulate(const Scalar* a, const Scalar* b, extent terms) {
        constexpr bool left = Which == conjugate::left;
        constexpr bool right = Which == conjugate::right;
        for (extent k = 0; k < terms; ++k) {
            const columns b_re = columns::load(b + k * Strides.b_step);
            const columns b_im = columns::load(b + k * Strides.b_step + BImaginary);
            for (int r = 0; r < Rows; ++r) {
                const Scalar* const from = a + r * Strides.a_row + k * Strides.a_step;
                const columns a_re = columns::set(from[0]);
                const columns a_im = columns::set(from[AImaginary]);
                re[r] =
                    add_or_subtract < left == right > (a_im, b_im, multiply_add(a_re, b_re, re[r]));
                im[r] =
                    add_or_subtract<left>(a_im, b_re, add_or_subtract<right>(a_re, b_im, im[r]));
            }
        }
    }

private:
    template <bool Subtract>
    static TYPENET_INLINE columns add_or_subtract(const columns& a, const columns& b,
                                                  const columns& sum) {
        if constexpr (Subtract)
            return negative_multiply_add(a, b, sum);
        else
            return multiply_add(a, b, sum);
    }
};

/// The same for complex sums: four multiply-adds for two loads of each factor.
template <class Scalar>
constexpr tile_size best_complex_tile(int rows, int columns) {
    return cheapest_tile<Scalar>(
        rows, columns,
        [](int r, int v) { return 5 * std::max({4 * r * v, 2 * (r + v), 8}) + 10 + 2 * (r + v); },
        [](int r, int v) { return v <= 4 && 2 * (r * v + v + 1) < simd::registers; });
}

}  // namespace typenet::kernel
