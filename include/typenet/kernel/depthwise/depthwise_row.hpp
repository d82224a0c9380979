// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// One row of outputs of a depthwise convolution over rows that already have their zeros around
/// them.
struct depthwise_row_geometry {
    int channels;
    int window_height;
    int window_width;
    int stride;    ///< from one output to the next
    int outputs;   ///< in the row
    int step = 1;  ///< pixels from one output to the next, in `out`
};

/// The weights of some rows of a window, for a vector of channels: in registers where there is room
/// for all of them, else row by row from memory.
template <class Row, depthwise_row_geometry G>
struct depthwise_taps {
    static constexpr int all = G.window_height * G.window_width;
    static constexpr bool are_held = all + 6 <= simd::registers;
    static constexpr int rows = are_held ? G.window_height : 1;  ///< together

    Row held[std::size_t{std::max(1, rows* G.window_width)}];  // a phase may have no taps

    TYPENET_INLINE void load(const auto* weights) {
        for (int i = 0; i < rows * G.window_width; ++i)
            held[i] = Row::load(weights + i * G.channels);
    }
};

/// sum[o] += value · tap of what outputs o see of input pixel K of their rows, the rows one behind
/// the other, from `at` on.
template <depthwise_row_geometry G, int Outputs, int K, class Row, class Scalar>
TYPENET_INLINE void add_depthwise_pixel(const Scalar* const* in, extent at,
                                        const depthwise_taps<Row, G>& tap, Row* sum) {
    constexpr int inputs = (Outputs - 1) * G.stride + G.window_width;
    constexpr int ky = K / inputs;
    constexpr int k = K % inputs;
    const Row value = Row::load(in[ky] + at + extent{k} * G.channels);
    for (int o = 0; o < Outputs; ++o) {
        const int kx = k - o * G.stride;
        if (kx >= 0 && kx < G.window_width)
            sum[o] = multiply_add(value, tap.held[ky * G.window_width + kx], sum[o]);
    }
}

/// out(x, c) = start(c) + sum over ky, kx of in(ky, x·stride + kx, c) · weights(ky, kx, c), in this
/// order, for all x and c of one row; where there is `Relu`, at least 0. Four outputs are in
/// registers together, which share what they read.
///
/// **Shapes**: `in` window_height rows of pixels [channels], `weights`
/// [window_height][window_width][channels], `out` [outputs][channels], its pixels `step` apart;
/// `start` [channels] or null for 0.
template <class Scalar, depthwise_row_geometry G, bool Relu>
void depthwise_row(const Scalar* const* in, const Scalar* weights, const Scalar* start,
                   Scalar* out) {
    for_pieces<G.channels, std::min(G.channels, simd::width<Scalar>)>([&](auto lanes, int c) {
        using row = simd::row<Scalar, lanes>;
        using taps = depthwise_taps<row, G>;
        const row first = start ? row::load(start + c) : row::set(0);
        taps tap;
        if constexpr (taps::are_held) tap.load(weights + c);
        for_pieces<G.outputs, 4>([&](auto outputs, int x) TYPENET_INLINE_LAMBDA {
            row sum[std::size_t{outputs}];
            for (row& one : sum) one = first;
            for (int ky = 0; ky < G.window_height; ky += taps::rows) {
                if constexpr (!taps::are_held)
                    tap.load(weights + extent{ky} * G.window_width * G.channels + c);
                [&]<int... K>(std::integer_sequence<int, K...>) TYPENET_INLINE_LAMBDA {
                    (add_depthwise_pixel<G, outputs, K>(
                         in + ky, extent{x} * G.stride * G.channels + c, tap, sum),
                     ...);
                }(std::make_integer_sequence<int, taps::rows*((outputs - 1) * G.stride +
                                                              G.window_width)>{});
            }
            for (int o = 0; o < outputs; ++o) {
                if constexpr (Relu) sum[o] = max(sum[o], row::set(0));
                sum[o].store(out + (extent{x} + o) * G.step * G.channels + c);
            }
        });
    });
}

}  // namespace typenet::kernel
