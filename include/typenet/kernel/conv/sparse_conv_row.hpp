// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include "typenet/base/math.hpp"
#include "typenet/kernel/conv/conv_row.hpp"
#include "typenet/kernel/nonzero_list.hpp"

namespace typenet::kernel {

/// `convolve_row` for images that are mostly 0: their other numbers are listed, pixel by pixel, and
/// outputs are summed along the lists. The sums of a piece of a row stay in registers; which of
/// them a pixel goes into is known at compile time. Terms and order are those of `convolve_row`, so
/// both give the same bits.
///
/// **Shapes**: an image of `Height` rows of `G.padded_width` pixels; weights and outputs as
/// `convolve_row` has them.
/// **Cost**: filters·window multiply-adds for each number that is not 0.
template <class Scalar, conv_row_geometry G, int Height>
struct sparse_conv_rows {
private:
    using place = simd::index<Scalar>;
    static constexpr int lanes = simd::width<Scalar>;
    static constexpr int pixels = Height * G.padded_width;
    static constexpr extent size = extent{pixels} * G.channels;

    /// The sums that are in registers together. Each piece of them walks its pixels' lists again:
    /// the fewest visits win.
    static constexpr tile_size piece = [] {
        constexpr int all_vectors = (G.filters + lanes - 1) / lanes;
        tile_size best{1, 1};
        long fewest = -1;
        for (int vectors = 1; vectors <= all_vectors; ++vectors) {
            const int most = std::min(16, (simd::registers - 3) / vectors);
            if (most < 1) break;
            const int pieces = (G.outputs + most - 1) / most;
            const int outputs = (G.outputs + pieces - 1) / pieces;
            const long visits = long{(all_vectors + vectors - 1) / vectors} * pieces *
                                ((outputs - 1) * G.stride_x + G.window_width);
            if (fewest < 0 || visits < fewest) {
                fewest = visits;
                best = {outputs, std::min(G.filters, vectors * lanes)};
            }
        }
        return best;
    }();

public:
    /// Above this share of numbers that are not 0 `convolve_row` is faster: each visit of a number
    /// takes as long as three multiply-adds before its own. Measured with strides of 2, 32 and 64
    /// filters on Zen 4 with AVX-512; 0.6 was with AVX2.
    static constexpr double most_living = [] {
        constexpr int vectors = (piece.columns + lanes - 1) / lanes;
        return std::min(0.6, 1.3 * vectors / (3.4 + vectors));
    }();
    static constexpr extent margin = 0;  ///< scalars before and behind a row that are overwritten

    /// Reserves the lists' room.
    explicit constexpr sparse_conv_rows(layout& room)
        : values_(room.add<Scalar>(size + lanes)),
          places_(room.add<place>(size + lanes)),
          ends_(room.add<std::int32_t>(pixels + 1)) {}

    /// Lists an image.
    void make(std::byte* room, const Scalar* image) const {
        Scalar* const values = array_at<Scalar>(room, values_);
        place* const places = array_at<place>(room, places_);
        std::int32_t* const ends = array_at<std::int32_t>(room, ends_);
        std::int32_t count = 0;
        ends[0] = 0;
        for (int p = 0; p < pixels; ++p) {
            const Scalar* const pixel = image + extent{p} * G.channels;
            if constexpr (2 * G.channels >= lanes) {
                count += simd::keep_nonzeros<G.channels, G.filters>(pixel, 0, values + count,
                                                                    places + count);
            } else {
                for (int c = 0; c < G.channels; ++c) {
                    values[count] = pixel[c];
                    places[count] = c * G.filters;
                    count += !math::is_zero(pixel[c]);
                }
            }
            ends[p + 1] = count;
        }
    }

    /// Row `y` of the outputs from the listed image, stored or added to `out`.
    template <bool Adds = false>
    void convolve_row(const std::byte* room, int y, const Scalar* weights, const Scalar* start,
                      Scalar* out) const {
        const lists all{
            array_at<Scalar>(room, values_), array_at<place>(room, places_),
            array_at<std::int32_t>(room, ends_) + extent{y} * G.stride_y * G.padded_width};
        for_pieces<G.filters, piece.columns>([&](auto columns, int f) {
            for_pieces<G.outputs, piece.rows>([&](auto outputs, int x) {
                convolve_piece<outputs, columns, Adds>(all, x, weights + f,
                                                       start ? start + f : nullptr,
                                                       out + extent{x} * G.filters + f);
            });
        });
    }

private:
    /// The lists, and where those of the pixels begin under the first row of windows.
    struct lists {
        const Scalar* values;
        const place* places;
        const std::int32_t* ends;
    };

    template <int Outputs, int Columns, bool Adds>
    static void convolve_piece(const lists& all, int x, const Scalar* weights, const Scalar* start,
                               Scalar* out) {
        using columns = simd::row<Scalar, Columns>;
        constexpr int inputs = (Outputs - 1) * G.stride_x + G.window_width;
        constexpr extent taps_row = extent{G.window_width} * G.channels * G.filters;
        columns sum[std::size_t{Outputs}];
        for (auto& s : sum) s = start ? columns::load(start) : columns::set(0);
        for (int ky = 0; ky < G.window_height; ++ky) {
            const std::int32_t* const ends =
                all.ends + extent{ky} * G.padded_width + extent{x} * G.stride_x;
            if (ends[0] == ends[inputs]) continue;
            std::int32_t i = ends[0];
            const auto add_pixel = [&]<int K>(
                                       std::integral_constant<int, K>) TYPENET_INLINE_LAMBDA {
                for (; i < ends[K + 1]; ++i) {
                    const auto factor = columns::set(all.values[i]);
                    const Scalar* const from = weights + ky * taps_row + all.places[i];
                    const auto add_tap =
                        [&]<int Kx>(std::integral_constant<int, Kx>) TYPENET_INLINE_LAMBDA {
                            constexpr int distance = K - Kx;
                            if constexpr (distance >= 0 && distance % G.stride_x == 0 &&
                                          distance / G.stride_x < Outputs) {
                                columns& s = sum[distance / G.stride_x];
                                s = multiply_add(
                                    factor,
                                    columns::load(from + extent{Kx} * G.channels * G.filters), s);
                            }
                        };
                    [&]<int... Kx>(std::integer_sequence<int, Kx...>) TYPENET_INLINE_LAMBDA {
                        (add_tap(std::integral_constant<int, Kx>{}), ...);
                    }(std::make_integer_sequence<int, G.window_width>{});
                }
            };
            [&]<int... K>(std::integer_sequence<int, K...>) TYPENET_INLINE_LAMBDA {
                (add_pixel(std::integral_constant<int, K>{}), ...);
            }(std::make_integer_sequence<int, inputs>{});
        }
        for (int o = 0; o < Outputs; ++o) {
            Scalar* const to = out + extent{o} * G.filters;
            if constexpr (Adds) sum[o] = columns::load(to) + sum[o];
            sum[o].store(to);
        }
    }

    extent values_;
    extent places_;
    extent ends_;
};

}  // namespace typenet::kernel
