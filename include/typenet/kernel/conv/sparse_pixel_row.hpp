// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/base/math.hpp"
#include "typenet/kernel/conv/conv_row.hpp"
#include "typenet/kernel/stage.hpp"

namespace typenet::kernel {

/// `convolve_row` of stride 1 for images of one channel that are mostly 0, as handwriting is: pairs
/// of neighbours that are not both 0 are listed, and each pair is added to the outputs that it
/// reaches, in the first-level cache. A pixel has too few products to pay for a mispredicted
/// branch, which is what `sparse_conv_rows` would cost; pairs halve the loads and stores. Terms and
/// order are those of `convolve_row`, so both give the same bits.
///
/// **Shapes**: an image of `Height` rows of `G.padded_width` pixels; weights as `convolve_row` has
/// them; outputs with `margin` scalars before and behind each row.
/// **Cost**: 2·filters·window multiply-adds a pair.
template <class Scalar, conv_row_geometry G, int Height>
struct sparse_pixel_rows {
    static constexpr bool fits =
        G.channels == 1 && G.stride_y == 1 && G.stride_x == 1 && G.padded_width % 2 == 0;
    /// Above this share of pixels that are not 0, the zeros around the image counted in,
    /// `convolve_row` is faster.
    static constexpr double most_living = 0.2;
    /// Scalars before and behind each row of outputs that are overwritten.
    static constexpr extent margin = extent{G.window_width - 1} * G.filters;

    /// Reserves the lists' room.
    explicit constexpr sparse_pixel_rows(layout& room)
        : values_(room.add<Scalar>(extent{Height} * G.padded_width)),
          places_(room.add<std::int32_t>(extent{Height} * pairs)),
          counts_(room.add<std::int32_t>(Height)) {}

    /// Lists an image.
    void make(std::byte* room, const Scalar* image) const {
        std::int32_t* const counts = array_at<std::int32_t>(room, counts_);
        for (int y = 0; y < Height; ++y) {
            const Scalar* const row = image + extent{y} * G.padded_width;
            bool living[std::size_t{pairs}];
            for (int p = 0; p < pairs; ++p)
                living[p] =
                    (math::is_zero(row[2 * p]) ? 0 : 1) + (math::is_zero(row[2 * p + 1]) ? 0 : 1) >
                    0;
            Scalar* const values = array_at<Scalar>(room, values_) + extent{y} * G.padded_width;
            std::int32_t* const places = array_at<std::int32_t>(room, places_) + extent{y} * pairs;
            std::int32_t count = 0;
            for (int p = 0; p < pairs; ++p) {
                std::copy_n(row + 2 * p, 2, values + 2 * count);
                places[count] = 2 * p * G.filters;
                count += living[p];
            }
            counts[y] = count;
        }
    }

    /// Row `y` of the outputs from the listed image.
    void convolve_row(const std::byte* room, int y, const Scalar* weights, const Scalar* start,
                      Scalar* out) const {
        for (int x = 0; x < G.outputs; ++x)
            std::copy_n(start, G.filters, out + extent{x} * G.filters);
        for (int ky = 0; ky < G.window_height; ++ky) {
            for_pieces<G.filters, columns_at_once>([&](auto columns, int f) {
                add_pairs<columns>(
                    array_at<Scalar>(room, values_) + extent{y + ky} * G.padded_width,
                    array_at<std::int32_t>(room, places_) + extent{y + ky} * pairs,
                    array_at<std::int32_t>(room, counts_)[y + ky],
                    weights + extent{ky} * G.window_width * G.filters + f, out - margin + f);
            });
        }
    }

private:
    static constexpr int lanes = simd::width<Scalar>;
    static constexpr int pairs = G.padded_width / 2;
    /// A row of the window and the outputs that a pair reaches stay in registers.
    static constexpr int vectors =
        std::clamp((simd::registers - 3) / (2 * G.window_width + 1), 1, 2);
    static constexpr int columns_at_once = std::min(G.filters, vectors* lanes);

    /// Adds the pairs of one row of the image; `out` is the first output that pixel 0 reaches.
    template <int Columns>
    static void add_pairs(const Scalar* values, const std::int32_t* places, std::int32_t count,
                          const Scalar* weights, Scalar* out) {
        using columns = simd::row<Scalar, Columns>;
        columns tap[std::size_t{G.window_width}];
        for (int kx = 0; kx < G.window_width; ++kx)
            tap[kx] = columns::load(weights + extent{kx} * G.filters);
        for (std::int32_t i = 0; i < count; ++i) {
            const auto first = columns::set(values[2 * i]);
            const auto second = columns::set(values[2 * i + 1]);
            Scalar* const to = out + places[i];
            columns sum[std::size_t{G.window_width + 1}];
            for (int o = 0; o <= G.window_width; ++o)
                sum[o] = columns::load(to + extent{o} * G.filters);
            for (int kx = 0; kx < G.window_width; ++kx) {
                columns& near = sum[G.window_width - 1 - kx];
                near = multiply_add(first, tap[kx], near);
                columns& far = sum[G.window_width - kx];
                far = multiply_add(second, tap[kx], far);
            }
            for (int o = 0; o <= G.window_width; ++o) sum[o].store(to + extent{o} * G.filters);
        }
    }

    extent values_;
    extent places_;
    extent counts_;
};

}  // namespace typenet::kernel
