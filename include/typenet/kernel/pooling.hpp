// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/simd.hpp"

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
    if constexpr (Pool > 1) {
        Scalar places[Count];
        place_of.store(places);
        for (int i = 0; i < Count; ++i) place[i] = static_cast<std::uint8_t>(places[i]);
    }
}

/// The gradient of the pixels that `pool_pixel` read: `gradient` at the place, 0 elsewhere. Without
/// pooling the sign of `out` tells what ReLU let through.
template <class Scalar, int Pool, bool Relu, int Count>
TYPENET_INLINE void unpool_pixel(const Scalar* gradient, const Scalar* out,
                                 const std::uint8_t* place, extent pixel, extent row, Scalar* to) {
    // Both values are loaded before one is chosen: g++ 12 at -O3 makes wrong masked loads of a
    // choice between a load and a constant, where rows of an odd length follow each other.
    if constexpr (Pool > 1) {
        for (int q = 0; q < Pool * Pool; ++q) {
            Scalar* const here = to + q / Pool * row + q % Pool * pixel;
            for (int i = 0; i < Count; ++i) {
                const Scalar value = gradient[i];
                here[i] = place[i] == q ? value : Scalar{0};
            }
        }
    } else {
        for (int i = 0; i < Count; ++i) {
            const Scalar value = gradient[i];
            to[i] = !Relu || out[i] > 0 ? value : Scalar{0};
        }
    }
}

}  // namespace typenet::kernel
