// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/pool/pooling.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet::kernel {

/// One axis of a convolution, seen from its input: pixel i meets tap k of output o where
/// i = o·stride - zeros + k. So the pixels fall into `stride` phases, and those of a phase meet the
/// same taps, those at k = phase, phase + stride, …: for them the gradient is a convolution of
/// stride 1 with these taps alone, last one first.
struct gradient_axis {
    int in;      ///< pixels
    int out;     ///< outputs
    int window;  ///< taps
    int stride;  ///< pixels from one output to the next
    int zeros;   ///< before the first pixel

    /// The number of a phase's taps; a stride longer than the window leaves some without.
    [[nodiscard]] constexpr int taps(int phase) const {
        return phase < window ? (window - phase + stride - 1) / stride : 0;
    }
    /// The first pixel of a phase.
    [[nodiscard]] constexpr int first_pixel(int phase) const {
        return (phase + stride - zeros % stride) % stride;
    }
    /// Its pixels.
    [[nodiscard]] constexpr int pixels(int phase) const {
        return std::max(0, (in - first_pixel(phase) + stride - 1) / stride);
    }
    /// The first output that a pixel meets, counted also where there is none any more.
    [[nodiscard]] constexpr int first_output(int pixel) const {
        return (pixel + zeros) / stride - taps((pixel + zeros) % stride) + 1;
    }
    /// Places before the first output and in all, of which pixels read.
    /// @{
    [[nodiscard]] constexpr int before() const {
        int most = 0;
        for (int i = 0; i < in; ++i) most = std::max(most, -first_output(i));
        return most;
    }
    [[nodiscard]] constexpr int length() const {
        return before() + std::max(out, (in - 1 + zeros) / stride + 1);
    }
    /// @}
};

/// The gradient of a convolution's outputs before ReLU and pooling, with the zeros around it that
/// the input's gradient reads.
///
/// **Shapes**: [height][width][filters], `row` scalars from one row to the next; output (0, 0)
/// stands at `start`.
template <class Scalar, window_geometry Conv, epilogue Then>
struct gradient_image {
    static constexpr int filters = Conv.out.channels;
    static constexpr gradient_axis down{Conv.in.height, Conv.out.height, Conv.window_height,
                                        Conv.stride_y, Conv.top};
    static constexpr gradient_axis across{Conv.in.width, Conv.out.width, Conv.window_width,
                                          Conv.stride_x, Conv.left};
    static constexpr int height = down.length();
    static constexpr int width = across.length();
    static constexpr extent row = extent{width} * filters;
    static constexpr extent size = row * height;
    static constexpr extent start = down.before() * row + extent{across.before()} * filters;

    /// Writes one image's gradient, and adds it to the biases'. All places that are ever written
    /// are written for every image; the others are the caller's zeros.
    static void write(const stage_data<Scalar>& data, int image, Scalar* gradient,
                      Scalar* biases_sum) {
        constexpr int out_height = Conv.out.height / Then.pool;
        constexpr int out_width = Conv.out.width / Then.pool;
        constexpr int piece = std::min(filters, 4 * simd::width<Scalar>);
        for (int y = 0; y < out_height; ++y)
            for_pieces<filters, piece>([&](auto count, int f) {
                using values = simd::row<Scalar, count>;
                const extent first = (extent{image} * out_height + y) * out_width * filters + f;
                values sum = values::load(biases_sum + f);
                for (int x = 0; x < out_width; ++x) {
                    const extent at = first + extent{x} * filters;
                    const auto* const place =
                        reinterpret_cast<const std::uint8_t*>(data.saved) + at;
                    Scalar* const to = gradient + start + y * Then.pool * row +
                                       extent{x} * Then.pool * filters + f;
                    sum = sum + unpool_pixel<Scalar, Then.pool, Then.relu, count>(
                                    data.out_gradient + at, data.out + at, place, filters, row, to);
                }
                sum.store(biases_sum + f);
            });
    }

    /// Where the taps of a phase begin in weights that are sorted by phases, in taps.
    static constexpr int first_tap(int phase_y, int phase_x) {
        int sum = 0;
        for (int y = 0; y < phase_y; ++y) sum += down.taps(y) * Conv.window_width;
        for (int x = 0; x < phase_x; ++x) sum += down.taps(phase_y) * across.taps(x);
        return sum;
    }
    /// Where tap (ky, kx) stands among them: the last tap of a phase comes first.
    static constexpr int place_of_tap(int ky, int kx) {
        const int y = ky % Conv.stride_y;
        const int x = kx % Conv.stride_x;
        return first_tap(y, x) + (down.taps(y) - 1 - ky / Conv.stride_y) * across.taps(x) +
               across.taps(x) - 1 - kx / Conv.stride_x;
    }
    /// body(phase_y, phase_x), both compile-time constants, for each phase that has pixels.
    static void for_each_phase(auto&& body) {
        constexpr int phases = Conv.stride_y * Conv.stride_x;
        const auto one = [&]<int P>(std::integral_constant<int, P>) {
            constexpr int y = P / Conv.stride_x;
            constexpr int x = P % Conv.stride_x;
            if constexpr (down.pixels(y) > 0 && across.pixels(x) > 0)
                body(std::integral_constant<int, y>{}, std::integral_constant<int, x>{});
        };
        [&]<int... P>(std::integer_sequence<int, P...>) {
            (one(std::integral_constant<int, P>{}), ...);
        }(std::make_integer_sequence<int, phases>{});
    }
    /// read(gradient, place) for each row of a phase: where its first pixel's first output stands,
    /// and where that pixel does in the image, in scalars.
    template <int PhaseY, int PhaseX>
    static void for_each_row(const Scalar* gradient, auto&& read) {
        constexpr int x = across.first_pixel(PhaseX);
        constexpr int channels = Conv.in.channels;
        constexpr int column = across.before() + across.first_output(x);
        for (int i = 0; i < down.pixels(PhaseY); ++i) {
            const int y = down.first_pixel(PhaseY) + i * Conv.stride_y;
            read(gradient + (down.before() + down.first_output(y)) * row + extent{column} * filters,
                 (extent{y} * Conv.in.width + x) * channels);
        }
    }
};

}  // namespace typenet::kernel
