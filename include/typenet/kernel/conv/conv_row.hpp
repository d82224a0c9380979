// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// One row of outputs of a convolution over an image that already has its zeros around it.
struct conv_row_geometry {
    int channels;
    int filters;
    int window_height;
    int window_width;
    int stride_y;
    int stride_x;
    int outputs;       ///< in the row
    int padded_width;  ///< pixels of a row of the padded image
};

/// out(x, f) = start(f) + sum over ky, (kx, c) of in(ky, x·stride_x + kx, c) · weights(ky, kx, c,
/// f), in this order, for all x and f of one row.
///
/// **Shapes**: `in` [window_height][padded_width][channels], `weights`
/// [window_height][window_width][channels][filters], `out` [outputs][filters]; `start` [filters] or
/// null for 0.
/// **Cost**: outputs·filters·window·channels multiply-adds; kx and c are one loop, since they are
/// neighbours in memory on both sides.
template <class Scalar, conv_row_geometry G>
void convolve_row(const Scalar* in, const Scalar* weights, const Scalar* start, Scalar* out) {
    constexpr tile_size size = best_tile<Scalar>(G.outputs, G.filters);
    constexpr tile_strides strides{G.stride_x * G.channels, 1, G.filters};
    constexpr extent terms = extent{G.window_width} * G.channels;
    for_pieces<G.filters, size.columns>([&](auto columns, int f) {
        for_pieces<G.outputs, size.rows>([&](auto rows, int x) {
            using sums = tile<Scalar, rows, columns>;
            sums sum;
            sum.set(start ? sums::columns::load(start + f) : sums::columns::set(0));
            for (int ky = 0; ky < G.window_height; ++ky) {
                sum.template accumulate<strides>(
                    in + (extent{ky} * G.padded_width + extent{x} * G.stride_x) * G.channels,
                    weights + ky * terms * G.filters + f, terms);
            }
            sum.store(out + extent{x} * G.filters + f, G.filters);
        });
    });
}

/// `convolve_row` of stride 1 over an image that is 0 but for every StepY-th row and StepX-th
/// pixel, as a gradient is behind a stride: of each output only the taps that meet those pixels are
/// summed. `first_ky` is the first such row of the window; pixel `FirstX` is the first such pixel.
/// What is left out are products with 0, so both give the same bits.
template <class Scalar, conv_row_geometry G, int StepY, int StepX, int FirstX>
void convolve_spread_row(const Scalar* in, const Scalar* weights, int first_ky, Scalar* out) {
    const auto sum_phase = [&]<int Phase>(std::integral_constant<int, Phase>) {
        constexpr int outputs = (G.outputs - Phase + StepX - 1) / StepX;
        constexpr int first_kx = (FirstX % StepX - Phase + StepX) % StepX;
        constexpr tile_size size = best_tile<Scalar>(outputs, G.filters);
        constexpr tile_strides strides{StepX * G.channels, 1, G.filters};
        for_pieces<G.filters, size.columns>([&](auto columns, int f) {
            for_pieces<outputs, size.rows>([&](auto rows, int i) {
                using sums = tile<Scalar, rows, columns>;
                const int x = Phase + i * StepX;
                sums sum;
                sum.set(sums::columns::set(0));
                for (int ky = first_ky; ky < G.window_height; ky += StepY)
                    for (int kx = first_kx; kx < G.window_width; kx += StepX)
                        sum.template accumulate<strides>(
                            in + (extent{ky} * G.padded_width + x + kx) * G.channels,
                            weights + (extent{ky} * G.window_width + kx) * G.channels * G.filters +
                                f,
                            G.channels);
                sum.store(out + extent{x} * G.filters + f, StepX * G.filters);
            });
        });
    };
    [&]<int... Phase>(std::integer_sequence<int, Phase...>) {
        (sum_phase(std::integral_constant<int, Phase>{}), ...);
    }(std::make_integer_sequence<int, std::min(StepX, G.outputs)>{});
}

}  // namespace typenet::kernel
