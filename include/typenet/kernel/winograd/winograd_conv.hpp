// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "typenet/kernel/fetch_part.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/kernel/winograd/row_of_tiles.hpp"
#include "typenet/kernel/winograd/transforms.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet::kernel::winograd {

/// Whether a convolution is one of these.
constexpr bool fits(const window_geometry& g) {
    return g.window_height == taps && g.window_width == taps && g.stride_y == 1 &&
           g.stride_x == 1 && g.out.width <= 60;
}

/// How a convolution's outputs are cut into tiles.
template <class Scalar, window_geometry Conv>
struct tiling {
    static constexpr int down = (Conv.out.height + outputs - 1) / outputs;
    static constexpr int across = (Conv.out.width + outputs - 1) / outputs;
    static constexpr int channels = Conv.in.channels;
    static constexpr int filters = Conv.out.channels;

    /// A row of them: the pixels that they read, and the gradients of their outputs.
    /// @{
    template <class Images>
    using inputs = row_of_tiles<Scalar, Conv.in, down, across, points, Conv.top, Conv.left, Images>;
    template <class Images>
    using gradients = row_of_tiles<Scalar, Conv.out, down, across, outputs, 0, 0, Images>;
    /// @}

    /// body(lanes, first) for each vector of `Count` channels.
    template <int Count>
    static TYPENET_INLINE void for_lanes(auto&& body) {
        for_pieces<Count, std::min(Count, simd::width<Scalar>)>(body);
    }
};

/// A convolution: chunks of tiles are transformed, multiplied plane by plane with the transformed
/// weights, and transformed back. An output whose window sees only zeros is exactly 0 before its
/// bias: see spectral/seen_pixels.hpp.
///
/// **Shapes**: weights [3][3][channels][filters]; transformed [36][channels][filters].
/// **Errors**: about 1e-6 of the largest output in float.
/// **Cost**: 36 · channels · filters multiply-adds a tile, where direct summation has 144, and
/// about 250 additions a tile and channel.
template <class Scalar, int Batch, window_geometry Conv>
struct convolution {
    using tiles = tiling<Scalar, Conv>;
    static constexpr int channels = tiles::channels;
    static constexpr int filters = tiles::filters;
    static constexpr extent weights_size = extent{planes} * channels * filters;

private:
    static constexpr int all_rows = Batch * tiles::down;  ///< of tiles
    /// The rows of tiles in a chunk: all chunks alike, 16 tiles or fewer.
    static constexpr int rows = [] {
        int most = 1;
        for (int n = 1; n * tiles::across <= 16; ++n)
            if (all_rows % n == 0) most = n;
        return most;
    }();
    static constexpr int count = rows * tiles::across;  ///< tiles of a chunk
    /// Of the values at a point, and of the products that take their place.
    static constexpr extent plane_size =
        odd_lines<Scalar>(extent{count} * std::max(channels, filters));

    static constexpr int chunks = all_rows / rows;
    static constexpr extent in_of_chunk = Batch * Conv.in.size() / chunks;
    static constexpr extent out_of_chunk = Batch * Conv.out.size() / chunks;
    static constexpr int chunks_of_task = [] {
        int most = 1;
        for (int n = 1; n <= 8 && 16 * n <= chunks; ++n)
            if (chunks % n == 0) most = n;
        return most;
    }();

public:
    static constexpr int tasks = chunks / chunks_of_task;

    /// Reserves a worker's room.
    explicit constexpr convolution(layout& room)
        : products_(room.add<Scalar>((planes + 1) * plane_size)) {}

    /// The weights of channel `c` at the points.
    static void transform_weights(const Scalar* weights, Scalar* to, int c) {
        constexpr extent matrix = extent{channels} * filters;
        tiles::template for_lanes<filters>([&](auto lanes, int f) {
            using vector = simd::row<Scalar, lanes>;
            const extent at = extent{c} * filters + f;
            in_plane<vector>(
                of_weights{},
                [&](int y, int x) TYPENET_INLINE_LAMBDA {
                    return vector::load(weights + (y * taps + x) * matrix + at);
                },
                [&](int y, int x, const vector& value)
                    TYPENET_INLINE_LAMBDA { value.store(to + (y * points + x) * matrix + at); });
        });
    }

    /// The chunks of a task: finish(image, y, x, filter, row) gets each output before its bias,
    /// done(first, end) is told which rows of tiles are finished.
    /// `in` and `out` are where the images begin that are read and written: the next chunk's are
    /// fetched while this one is multiplied, or a third of the time would be waiting.
    template <class Images>
    void run(int task, std::byte* room, const Scalar* transformed, const Images& images,
             const Scalar* in, Scalar* out, auto&& finish, auto&& done) const {
        for (int chunk = task * chunks_of_task; chunk < (task + 1) * chunks_of_task; ++chunk) {
            run_chunk(chunk, room, transformed, images, in + extent{chunk + 1} * in_of_chunk,
                      out + extent{chunk} * out_of_chunk, finish);
            done(chunk * rows, (chunk + 1) * rows);
        }
    }

private:
    template <class Images>
    void run_chunk(int chunk, std::byte* room, const Scalar* transformed, const Images& images,
                   const Scalar* next, Scalar* target, auto&& finish) const {
        // The products of a plane are written where the last one's factors were: that is in the
        // first-level cache.
        Scalar* const out = array_at<Scalar>(room, products_);
        Scalar* const in = out + plane_size;
        row_seeing seeing[std::size_t{rows}];
        for (int r = 0; r < rows; ++r) {
            const typename tiles::template inputs<Images> pixels(chunk * rows + r, images);
            seeing[r] = find_seeing(pixels);
            pixels.template transform<plane_size>(of_input{},
                                                  in + extent{r} * tiles::across * channels);
        }
        for (int plane = 0; plane < planes; ++plane) {
            fetch_part<in_of_chunk, planes>(next, plane);
            fetch_part<out_of_chunk, planes>(target, plane);
            multiply(in + plane * plane_size, transformed + extent{plane} * channels * filters,
                     out + plane * plane_size);
        }
        for (int r = 0; r < rows; ++r)
            for (int t = 0; t < tiles::across; ++t)
                transform_back(out + (extent{r} * tiles::across + t) * filters, chunk * rows + r, t,
                               seeing[r], finish);
    }

    /// A bit for each output of each row of a row of tiles, whether its window sees a number that
    /// is not 0.
    using row_seeing = std::array<std::uint64_t, std::size_t{outputs}>;

    /// Any window of a tile holds one of the four pixels in its middle: mostly none of them is 0 in
    /// all channels, and the others need not be looked at.
    static row_seeing find_seeing(const auto& pixels) {
        row_seeing seeing;
        bool all = true;
        for (int tile = 0; tile < tiles::across; ++tile)
            for (int i = 0; i < 4; ++i)
                all = all && pixels.any_nonzero(2 + i / 2, tile * outputs + 2 + i % 2);
        if (all) {
            seeing.fill(~std::uint64_t{0});
            return seeing;
        }
        constexpr int width = outputs * tiles::across + taps - 1;
        std::array<std::uint64_t, std::size_t{points}> window;
        for (std::size_t y = 0; y < points; ++y) {
            std::uint64_t bits = 0;
            for (int x = 0; x < width; ++x)
                bits |= std::uint64_t{pixels.any_nonzero(static_cast<int>(y), x)} << x;
            window[y] = bits | bits >> 1 | bits >> 2;
        }
        for (std::size_t y = 0; y < outputs; ++y)
            seeing[y] = window[y] | window[y + 1] | window[y + 2];
        return seeing;
    }

    /// out[tile][filter] = sum over c of in[tile][c] · weights[c][filter].
    static void multiply(const Scalar* in, const Scalar* weights, Scalar* out) {
        constexpr tile_size size = best_tile<Scalar>(count, filters);
        constexpr tile_strides strides{channels, 1, filters};
        for_pieces<filters, size.columns>([&](auto columns, int f) {
            for_pieces<count, size.rows>([&](auto some, int t) {
                using sums = tile<Scalar, some, columns>;
                sums sum;
                sum.set(sums::columns::set(0));
                sum.template accumulate<strides>(in + extent{t} * channels, weights + f, channels);
                sum.store(out + extent{t} * filters + f, filters);
            });
        });
    }

    /// Of one tile. Arguments are copies: what is stored might change what is behind a reference.
    static void transform_back(const Scalar* from, int number, int tile, row_seeing seeing,
                               auto finish) {
        const int image = number / tiles::down;
        const int top = number % tiles::down * outputs;
        const int left = tile * outputs;
        tiles::template for_lanes<filters>([&](auto lanes, int f) TYPENET_INLINE_LAMBDA {
            using vector = simd::row<Scalar, lanes>;
            in_plane<vector>(
                of_output{},
                [&](int y, int x) TYPENET_INLINE_LAMBDA {
                    return vector::load(from + (y * points + x) * plane_size + f);
                },
                [&](int y, int x, const vector& value) TYPENET_INLINE_LAMBDA {
                    if (top + y >= Conv.out.height || left + x >= Conv.out.width) return;
                    const bool sees = (seeing[static_cast<std::size_t>(y)] >> (left + x) & 1) != 0;
                    finish(image, top + y, left + x, f, sees ? value : vector::set(0));
                });
        });
    }

    extent products_;
};

}  // namespace typenet::kernel::winograd
