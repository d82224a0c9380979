// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/base/simd.hpp"

/// ReLU and max pooling of a convolution's outputs while they are at hand, and the way back.
namespace typenet::kernel {

/// The mark of a pooled value that ReLU set to 0: no gradient goes through it. Other marks are the
/// place of the largest value in its window, row by row.
inline constexpr std::uint8_t dead = 255;

/// One pooled pixel, Count channels of it: the largest of Pool x Pool pixels that lie `pixel` and
/// `row` scalars apart, and its place. max(relu(x)) = relu(max(x)), so ReLU works on the largest.
template <class Scalar, int Pool, bool Relu, int Count>
TYPENET_INLINE void pool_pixel(const Scalar* from, extent pixel, extent row, Scalar* out,
                               std::uint8_t* place) {
    using values = simd::row<Scalar, Count>;
    values largest = values::load(from);
    values place_of = values::set(0);
    for (int q = 1; q < Pool * Pool; ++q) {
        const auto next = values::load(from + q / Pool * row + q % Pool * pixel);
        place_of = select_greater(next, largest, values::set(static_cast<Scalar>(q)), place_of);
        largest = max(next, largest);
    }
    if constexpr (Relu) {
        place_of = select_greater(largest, values::set(0), place_of, values::set(dead));
        largest = max(largest, values::set(0));
    }
    largest.store(out);
    if constexpr (Pool > 1) place_of.store_bytes(place);
}

/// The gradient of the pixels that `pool_pixel` read: `gradient` at the place, 0 elsewhere. Without
/// pooling the sign of `out` tells what ReLU let through. Returns the sum of all of them.
template <class Scalar, int Pool, bool Relu, int Count>
TYPENET_INLINE simd::row<Scalar, Count> unpool_pixel(const Scalar* gradient, const Scalar* out,
                                                     const std::uint8_t* place, extent pixel,
                                                     extent row, Scalar* to) {
    using values = simd::row<Scalar, Count>;
    values value = values::load(gradient);
    if constexpr (Pool > 1) {
        const values places = values::load_bytes(place);
        for (int q = 0; q < Pool * Pool; ++q)
            where_equal(places, values::set(static_cast<Scalar>(q)), value)
                .store(to + q / Pool * row + q % Pool * pixel);
        if constexpr (Relu)
            value = select_greater(values::set(dead), places, value, values::set(0));
    } else {
        if constexpr (Relu)
            value = select_greater(values::load(out), values::set(0), value, values::set(0));
        value.store(to);
    }
    return value;
}

}  // namespace typenet::kernel
