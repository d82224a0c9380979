// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>

#include "typenet/kernel/any_nonzero.hpp"
#include "typenet/kernel/spectral/plane.hpp"
#include "typenet/layer/window_geometry.hpp"

/// Exact zeros in transforms. A window that sees only zeros adds nothing to its bias, but a
/// transform leaves rounding noise there, of the rest of the image and of the one that rides beside
/// it. Noise above a ReLU's kink wakes outputs that are dead in truth: their gradients are of full
/// size, and Adam makes full steps even of tiny ones. So each pixel has a bit that says whether any
/// of its channels is not 0, the windows widen these bits, and what no window sees is written over.
namespace typenet::kernel {

/// A bit for each pixel of a row; the lowest is the first pixel's.
using row_bits = std::uint16_t;
/// Those of all rows of an image.
struct plane_bits {
    row_bits row[spectral_points];
};

/// The pixels of a row, `pixel` scalars apart, that have a nonzero number among Channels.
template <int Pixels, int Channels, class Scalar>
row_bits nonzero_pixels(const Scalar* row, extent pixel) {
    unsigned bits = 0;
    for (int x = 0; x < Pixels; ++x) bits |= unsigned{any_nonzero<Channels>(row + x * pixel)} << x;
    return static_cast<row_bits>(bits);
}

/// The windows that see one of these pixels; window (y, x) covers the rows y - top … + height - 1
/// and columns alike.
constexpr plane_bits seeing_windows(const plane_bits& pixels, int height, int width, int top,
                                    int left) {
    plane_bits seeing{};
    for (int y = 0; y < spectral_points; ++y) {
        std::uint32_t rows = 0;
        for (int from = y - top; from < y - top + height; ++from)
            if (from >= 0 && from < spectral_points) rows |= pixels.row[from];
        std::uint32_t windows = 0;
        for (int k = 0; k < width; ++k)
            windows |= rows << spectral_points >> (spectral_points + k - left);
        seeing.row[y] = static_cast<row_bits>(windows);
    }
    return seeing;
}

/// The outputs of a convolution that see a pixel of this image which is not 0.
template <window_geometry Conv, class Scalar>
plane_bits seeing_outputs(const Scalar* image) {
    plane_bits pixels{};
    for (int y = 0; y < Conv.in.height; ++y) {
        pixels.row[y] = nonzero_pixels<Conv.in.width, Conv.in.channels>(
            image + extent{y} * Conv.in.width * Conv.in.channels, Conv.in.channels);
    }
    return seeing_windows(pixels, Conv.window_height, Conv.window_width, Conv.top, Conv.left);
}

/// The inputs of a convolution whose gradient has a part of one of these outputs.
template <window_geometry Conv>
constexpr plane_bits seeing_inputs(const plane_bits& outputs) {
    return seeing_windows(outputs, Conv.window_height, Conv.window_width,
                          Conv.window_height - 1 - Conv.top, Conv.window_width - 1 - Conv.left);
}

/// Writes `value` over the pixels of a row that see nothing.
template <int Pixels, int Count, class Scalar>
TYPENET_INLINE void fill_blind_pixels(row_bits seeing, Scalar* row, extent pixel,
                                      const simd::row<Scalar, Count>& value) {
    constexpr unsigned all = (1U << Pixels) - 1;
    for (unsigned blind = ~unsigned{seeing} & all; blind != 0; blind &= blind - 1)
        value.store(row + std::countr_zero(blind) * pixel);
}

}  // namespace typenet::kernel
