// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/pool/pooling.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet::kernel {

/// The gradient of a convolution's outputs before ReLU and pooling, at every stride-th pixel of an
/// image of zeros: the input's gradient at (y, x) is the sum over ky', kx' of spread(y + ky',
/// x + kx') times the flipped weights, a convolution of stride 1.
///
/// **Shapes**: [height][width][filters], `row` scalars from one row to the next; output (0, 0)
/// stands at `start`.
template <class Scalar, window_geometry Conv, epilogue Then>
struct spread_gradient {
    static constexpr int filters = Conv.out.channels;

    /// Zeros above and to the left of output (0, 0).
    /// @{
    static constexpr int before_y = Conv.window_height - 1 - Conv.top;
    static constexpr int before_x = Conv.window_width - 1 - Conv.left;
    /// @}
    static constexpr int width = std::max(Conv.in.width + Conv.window_width - 1,
                                          before_x + (Conv.out.width - 1) * Conv.stride_x + 1);
    static constexpr int height = std::max(Conv.in.height + Conv.window_height - 1,
                                           before_y + (Conv.out.height - 1) * Conv.stride_y + 1);
    static constexpr extent row = extent{width} * filters;
    static constexpr extent size = row * height;
    static constexpr extent start = before_y * row + extent{before_x} * filters;
    static constexpr extent output_row = Conv.stride_y * row;  ///< from one output to the next
    static constexpr extent output_pixel = extent{Conv.stride_x} * filters;

    /// Writes one image's gradient into `spread`, and adds it to the biases'. All places that are
    /// ever written are written for every image; the others are the caller's zeros.
    static void write(const stage_data<Scalar>& data, int image, Scalar* spread,
                      Scalar* biases_sum) {
        constexpr int out_height = Conv.out.height / Then.pool;
        constexpr int out_width = Conv.out.width / Then.pool;
        for (int y = 0; y < out_height; ++y)
            for (int x = 0; x < out_width; ++x) {
                const extent at = ((extent{image} * out_height + y) * out_width + x) * filters;
                const auto* const place = reinterpret_cast<const std::uint8_t*>(data.saved) + at;
                Scalar* const to =
                    spread + start + y * Then.pool * output_row + x * Then.pool * output_pixel;
                unpool_pixel<Scalar, Then.pool, Then.relu, filters>(
                    data.out_gradient + at, data.out + at, place, output_pixel, output_row, to);
                for (int f = 0; f < filters; ++f) {
                    const Scalar value = data.out_gradient[at + f];
                    const bool alive =
                        Then.pool > 1 ? place[f] != dead : !Then.relu || data.out[at + f] > 0;
                    biases_sum[f] += alive ? value : Scalar{0};
                }
            }
    }
};

}  // namespace typenet::kernel
