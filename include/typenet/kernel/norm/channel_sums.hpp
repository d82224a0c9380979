// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// Two sums of each channel over many pixels, in `double`: a block of pixels is summed in `Scalar`,
/// and the blocks are added in order. Within a block four chains take turns: one would wait for
/// each addition.
///
/// **Errors**: of a block's sum at most (block/4 + 3)·u·Σ|term|.
template <int Channels>
struct channel_sums {
    /// Pixels of a block: it stays in the first-level cache.
    static constexpr int block = std::clamp(4096 / Channels, 16, 256) / 4 * 4;

    double first[std::size_t{Channels}];
    double second[std::size_t{Channels}];

    /// Both sums of some channels, in registers.
    template <class Row>
    struct pair {
        Row first = Row::set(0);
        Row second = Row::set(0);
    };

    /// The sums of one block: add(sums, pixel) for each of its pixels.
    template <class Row>
    static TYPENET_INLINE pair<Row> of_block(int pixels, auto&& add) {
        pair<Row> chain[4];
        int pixel = 0;
        for (; pixel + 4 <= pixels; pixel += 4)
            for (int k = 0; k < 4; ++k) add(chain[k], pixel + k);
        for (; pixel < pixels; ++pixel) add(chain[0], pixel);
        return {(chain[0].first + chain[1].first) + (chain[2].first + chain[3].first),
                (chain[0].second + chain[1].second) + (chain[2].second + chain[3].second)};
    }

    /// body(first pixel, pixels, lanes, channel) for each block and each piece of at most `Vectors`
    /// vectors of channels; `lanes` is a compile-time constant.
    template <class Scalar, int Vectors>
    static void for_blocks(extent pixels, auto&& body) {
        for (extent from = 0; from < pixels; from += block) {
            const auto count = static_cast<int>(std::min<extent>(block, pixels - from));
            for_pieces<Channels, std::min(Channels, Vectors * simd::width<Scalar>)>(
                [&](auto lanes, int c) { body(from, count, lanes, c); });
        }
    }
    /// Fetches the same numbers of the next block if they are not all of their pixels: memory is
    /// read twice as fast in one go as in pieces that nobody fetches.
    template <int Lanes, class Scalar>
    static TYPENET_INLINE void fetch_next(const Scalar* numbers) {
        if constexpr (Lanes < Channels) simd::prefetch<Lanes>(numbers + extent{block} * Channels);
    }
    /// Vectors whose sums, two of four chains each, leave registers for what is summed.
    static constexpr int vectors_of_sums = simd::registers / 16;

    void clear() {
        std::fill_n(first, Channels, 0.0);
        std::fill_n(second, Channels, 0.0);
    }
    void add(const channel_sums& more) {
        for (int c = 0; c < Channels; ++c) {
            first[c] += more.first[c];
            second[c] += more.second[c];
        }
    }
};

/// Mean and sum of squared distances from it of each channel, of any number of pixels.
///
/// **Errors**: the mean is right to (block/4 + 3)·u of the mean distance from it, the squares to as
/// much of themselves, wherever the mean lies: a block's squares are those of the distance from its
/// own mean, and Σx² - (Σx)²/n, which would lose them, is never formed.
/// **Source**: Chan, Golub, LeVeque, "Algorithms for computing the sample variance", 1983, the
/// corrected two-pass algorithm within a block and equation 2.1 for blocks and slices.
template <int Channels>
struct channel_moments {
    double count;  ///< pixels so far
    double mean[std::size_t{Channels}];
    double squares[std::size_t{Channels}];

    void clear() {
        count = 0;
        std::fill_n(mean, Channels, 0.0);
        std::fill_n(squares, Channels, 0.0);
    }
    /// Those of other pixels, in order.
    void add(const channel_moments& more) {
        for (int c = 0; c < Channels; ++c) add(c, more.count, more.mean[c], more.squares[c]);
        count += more.count;
    }
    /// All `pixels` at `in`.
    template <class Scalar>
    void add_pixels(const Scalar* in, extent pixels) {
        using sums = channel_sums<Channels>;
        const double before = count;
        sums::template for_blocks<Scalar, sums::vectors_of_sums>(pixels, [&](extent from, int some,
                                                                             auto lanes, int c) {
            using row = simd::row<Scalar, lanes>;
            const Scalar* const x = in + from * Channels + c;
            const auto sum =
                sums::template of_block<row>(some, [&](auto& s, int pixel) TYPENET_INLINE_LAMBDA {
                    sums::template fetch_next<lanes>(x + extent{pixel} * Channels);
                    s.first = s.first + row::load(x + extent{pixel} * Channels);
                });
            const row middle = sum.first / row::set(static_cast<Scalar>(some));
            const auto around =
                sums::template of_block<row>(some, [&](auto& s, int pixel) TYPENET_INLINE_LAMBDA {
                    const row distance = row::load(x + extent{pixel} * Channels) - middle;
                    s.first = s.first + distance;
                    s.second = multiply_add(distance, distance, s.second);
                });
            Scalar m[std::size_t{lanes}];
            Scalar d[std::size_t{lanes}];
            Scalar s[std::size_t{lanes}];
            middle.store(m);
            around.first.store(d);
            around.second.store(s);
            count = before + static_cast<double>(from);
            for (int i = 0; i < lanes; ++i) {
                const auto off = static_cast<double>(d[i]);
                add(c + i, some, static_cast<double>(m[i]) + off / some,
                    static_cast<double>(s[i]) - off * off / some);
            }
        });
        count = before + static_cast<double>(pixels);
    }

private:
    void add(int c, double more, double its_mean, double its_squares) {
        const double share = more / (count + more);
        const double distance = its_mean - mean[c];
        mean[c] += distance * share;
        squares[c] += its_squares + distance * distance * count * share;
    }
};

}  // namespace typenet::kernel
