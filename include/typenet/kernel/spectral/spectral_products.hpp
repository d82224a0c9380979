// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/kernel/spectral/complex_tile.hpp"
#include "typenet/kernel/spectral/plane.hpp"
#include "typenet/kernel/stage.hpp"

namespace typenet::kernel {

/// The products of a spectral convolution, at each frequency one of complex matrices: forward and
/// backward over the channels, for a block of the `Pairs` of images at a time, and the gradient of
/// the weights over all pairs.
///
/// **Shapes**: spectra of a block are [frequency][pair][re: channels | im: channels], those of the
/// weights and of their gradient [frequency][in][re: out | im: out], for the columns 0 … 8 of the
/// plane: the weights are real, so frequency -f is the conjugate of f.
template <class Scalar, int Pairs, int Channels, int Filters>
struct spectral_products {
    static constexpr int points = spectral_points;
    static constexpr int frequencies = points * points;
    static constexpr int half = points / 2 + 1;  ///< columns of the weights'
    static constexpr int half_frequencies = points * half;

    /// Pairs whose spectra are in the second-level cache together. Fewer would read the weights'
    /// spectrum too often. (Intel Xeon, 2 MB of it, 32 and 64 channels: 4 and 8 take the same time,
    /// 16 a quarter more, all 64 twice as long.)
    static constexpr int block_size = [] {
        constexpr extent pair =
            extent{frequencies} * 2 * (Channels + Filters) * static_cast<extent>(sizeof(Scalar));
        return std::min(Pairs, static_cast<int>(std::clamp<extent>((768 << 10) / pair, 4, 16)));
    }();
    static constexpr int blocks = (Pairs + block_size - 1) / block_size;

    static constexpr extent in_frequency = odd_lines<Scalar>(extent{block_size} * 2 * Channels);
    static constexpr extent out_frequency = odd_lines<Scalar>(extent{block_size} * 2 * Filters);
    static constexpr extent weights_frequency = odd_lines<Scalar>(extent{Channels} * 2 * Filters);
    static constexpr extent in_spectrum = frequencies * in_frequency;    ///< of a block
    static constexpr extent out_spectrum = frequencies * out_frequency;  ///< of a block
    static constexpr extent weights_spectrum = half_frequencies * weights_frequency;

    /// out = in · weights, for `Count` pairs. What is added to frequency 0 is added to every pixel:
    /// the biases.
    template <int Count>
    static void forward(const Scalar* in, const Scalar* weights, const Scalar* biases,
                        Scalar* out) {
        for (int h = 0; h < half_frequencies; ++h)
            multiply_both<Count, Channels, Filters, conjugate::none>(h, in, in_frequency, weights,
                                                                     out, out_frequency, biases);
    }
    /// in = out · conj(weights); here the weights' are [frequency][out][re: in | im: in].
    template <int Count>
    static void backward(const Scalar* out, const Scalar* weights, Scalar* in) {
        for (int h = 0; h < half_frequencies; ++h)
            multiply_both<Count, Filters, Channels, conjugate::right>(
                h, out, out_frequency, weights, in, in_frequency, nullptr);
    }
    /// One of the plane's rows of the weights' gradient, from the spectra of all blocks, which lie
    /// one behind the other.
    static void correlate(const Scalar* in, const Scalar* out, int row, Scalar* gradient) {
        for (int h = row * half; h < (row + 1) * half; ++h)
            correlate_both(in, out, h, gradient + h * weights_frequency);
    }

private:
    template <int Count>
    using vector = simd::row<Scalar, Count>;

    /// A frequency of the half plane as a frequency of the plane, and its negative where the half
    /// plane does not hold that one itself.
    struct frequency_pair {
        extent f;
        extent partner;
    };
    static constexpr frequency_pair frequencies_of(int h) {
        const int fy = h / half;
        const int fx = h % half;
        const bool alone = fx == 0 || fx == points / 2;
        return {fy * points + fx, alone ? -1 : (points - fy) % points * points + points - fx};
    }

    /// Frequency h of the half plane by the weights', and its negative by the conjugate of these.
    template <int Count, int In, int Out, conjugate Which>
    static void multiply_both(int h, const Scalar* from, extent from_frequency,
                              const Scalar* weights, Scalar* to, extent to_frequency,
                              const Scalar* start) {
        constexpr conjugate other = Which == conjugate::none ? conjugate::right : conjugate::none;
        const auto [f, partner] = frequencies_of(h);
        const Scalar* const by = weights + h * weights_frequency;
        multiply<Count, In, Out, Which>(from + f * from_frequency, by, to + f * to_frequency,
                                        f == 0 ? start : nullptr);
        if (partner >= 0)
            multiply<Count, In, Out, other>(from + partner * from_frequency, by,
                                            to + partner * to_frequency, nullptr);
    }

    /// One frequency: to[pair][out] = start[out] + sum over in of from[pair][in] · by[in][out],
    /// with the same start, or 0, for both parts.
    template <int Count, int In, int Out, conjugate Which>
    static void multiply(const Scalar* from, const Scalar* by, Scalar* to, const Scalar* start) {
        constexpr tile_size size = best_complex_tile<Scalar>(Count, Out);
        constexpr tile_strides strides{2 * In, 1, 2 * Out};
        for_pieces<Out, size.columns>([&](auto columns, int o) {
            for_pieces<Count, size.rows>([&](auto rows, int pair) {
                complex_tile<Scalar, rows, columns> sum;
                sum.set(start ? vector<columns>::load(start + o) : vector<columns>::set(0));
                sum.template accumulate<strides, In, Out, Which>(from + extent{pair} * 2 * In,
                                                                 by + o, In);
                sum.store(to + extent{pair} * 2 * Out + o, 2 * Out, Out);
            });
        });
    }

    /// One frequency of the weights' gradient: sums over the pairs of conj(in)·out at f, plus the
    /// conjugate of the same at -f, which removes what the two images of a pair have in common.
    static void correlate_both(const Scalar* in, const Scalar* out, int h, Scalar* to) {
        const auto [f, partner] = frequencies_of(h);
        const frequency_pair next = frequencies_of(std::min(h + 1, half_frequencies - 1));
        constexpr tile_size size = best_complex_tile<Scalar>(Channels, Filters);
        constexpr int tiles = ((Filters + size.columns - 1) / size.columns) *
                              ((Channels + size.rows - 1) / size.rows);
        int tile = 0;
        for_pieces<Filters, size.columns>([&](auto columns, int o) {
            for_pieces<Channels, size.rows>([&](auto rows, int c) {
                // Meanwhile the next frequency comes: its pieces in the blocks lie apart.
                for (int b = tile++; b < blocks; b += tiles) {
                    fetch(in, out, b, next.f);
                    if (next.partner >= 0) fetch(in, out, b, next.partner);
                }
                complex_tile<Scalar, rows, columns> sum;
                sum.set(vector<columns>::set(0));
                add_pairs<conjugate::left>(in + f * in_frequency + c, out + f * out_frequency + o,
                                           sum);
                if (partner >= 0)
                    add_pairs<conjugate::right>(in + partner * in_frequency + c,
                                                out + partner * out_frequency + o, sum);
                sum.store(to + extent{c} * 2 * Filters + o, 2 * Filters, Filters);
            });
        });
    }
    static void fetch(const Scalar* in, const Scalar* out, int b, extent f) {
        simd::prefetch<block_size * 2 * Channels>(in + b * in_spectrum + f * in_frequency);
        simd::prefetch<block_size * 2 * Filters>(out + b * out_spectrum + f * out_frequency);
    }
    template <conjugate Which, int Rows, int Columns>
    static TYPENET_INLINE void add_pairs(const Scalar* in, const Scalar* out,
                                         complex_tile<Scalar, Rows, Columns>& sum) {
        constexpr tile_strides strides{1, 2 * Channels, 2 * Filters};
        for (int b = 0; b < blocks; ++b)
            sum.template accumulate<strides, Channels, Filters, Which>(
                in + b * in_spectrum, out + b * out_spectrum,
                std::min(block_size, Pairs - b * block_size));
    }
};

}  // namespace typenet::kernel
