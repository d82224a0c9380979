// SPDX-License-Identifier: BSL-1.0
#pragma once

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
    int step = 1;      ///< pixels from one output to the next, in `out`
};

/// out(x, f) = start(f) + sum over ky, (kx, c) of in(ky, x·stride_x + kx, c) · weights(ky, kx, c,
/// f), in this order, for all x and f of one row; where it `Adds`, that is added to `out`.
///
/// **Shapes**: `in` [window_height][padded_width][channels], `weights`
/// [window_height][window_width][channels][filters], `out` [outputs][filters], its pixels `step`
/// apart; `start` [filters] or null for 0.
/// **Cost**: outputs·filters·window·channels multiply-adds; kx and c are one loop, since they are
/// neighbours in memory on both sides.
template <class Scalar, conv_row_geometry G, bool Adds = false>
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
            Scalar* const to = out + extent{x} * G.step * G.filters + f;
            if constexpr (Adds) sum.add(to, extent{G.step} * G.filters);
            sum.store(to, extent{G.step} * G.filters);
        });
    });
}

}  // namespace typenet::kernel
