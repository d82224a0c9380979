// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstring>

#include "typenet/kernel/conv_row.hpp"
#include "typenet/kernel/pooling.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet::kernel {

/// conv, conv + relu, conv + max_pool, conv + relu + max_pool: direct convolution, image by image.
/// The rows under one row of pooling windows are pooled while they are in the first-level cache; of
/// the unpooled image only the place of each largest value is kept, one byte.
///
/// Backward rebuilds the unpooled gradient of one image at a time, with the zeros around it and
/// between its pixels that make the input's gradient a convolution of the same kind, then adds the
/// image to its slice's gradient of the weights.
///
/// **Shapes**: as `Conv`; `Pool` is the pooling's window and stride, 1 for none.
template <class Scalar, int Batch, window_geometry Conv, bool Relu, int Pool>
struct conv_stage {
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr shape in_shape = Conv.in;
    static constexpr int filters = Conv.out.channels;
    static constexpr shape out_shape =
        shape::image(Conv.out.height / Pool, Conv.out.width / Pool, filters);
    static constexpr extent in_size = in_shape.size();
    static constexpr extent out_size = out_shape.size();

    template <class Executor>
    static void forward(const forward_data<Scalar>& data, Executor& executor) {
        executor.run(Batch, [&](int image, std::byte* scratch) {
            Scalar* const padded = array_at<Scalar>(scratch, forward_room.padded);
            Scalar* const line = array_at<Scalar>(scratch, forward_room.line);
            const Scalar* const in = with_zeros(data.in + image * in_size, padded);
            for (int y = 0; y < out_shape.height; ++y) {
                for (int row = 0; row < Pool; ++row) {
                    convolve_row<Scalar, rows>(in + (y * Pool + row) * Conv.stride * padded_row,
                                               data.weights, data.biases, line + row * line_row);
                }
                const extent at = image * out_size + extent{y} * out_shape.width * filters;
                finish_row(line, data.out + at, reinterpret_cast<std::uint8_t*>(data.saved) + at);
            }
        });
    }

    template <bool InputGradient, class Executor, class Update>
    static void backward(const backward_data<Scalar>& data, Executor& executor,
                         const Update& update) {
        Scalar* const flipped = array_at<Scalar>(data.shared, shared_room.flipped);
        Scalar* const sums = array_at<Scalar>(data.shared, shared_room.sums);
        if constexpr (InputGradient) {
            executor.run(Conv.window, [&](int ky, std::byte*) { flip(data.weights, flipped, ky); });
        }
        executor.run(slices, [&](int slice, std::byte* scratch) {
            Scalar* const padded = array_at<Scalar>(scratch, backward_room.padded);
            Scalar* const spread = array_at<Scalar>(scratch, backward_room.spread);
            Scalar* const weights_sum = sums + slice * slice_size;
            Scalar* const biases_sum = weights_sum + weights_size;
            std::fill_n(spread, spread_size, Scalar{0});
            std::fill_n(weights_sum, slice_size, Scalar{0});
            for (int image = slice_begin(Batch, slice); image < slice_begin(Batch, slice + 1);
                 ++image) {
                spread_gradient(data, image, spread, biases_sum);
                const Scalar* const in = with_zeros(data.in + image * in_size, padded);
                add_weights_gradient<Scalar, rows, Conv.out.height, Conv.stride * spread_row,
                                     Conv.stride * filters>(in, spread + spread_start, weights_sum);
                if constexpr (InputGradient) {
                    for (int y = 0; y < in_shape.height; ++y) {
                        convolve_row<Scalar, back_rows>(
                            spread + y * spread_row, flipped, nullptr,
                            data.in_gradient + image * in_size +
                                extent{y} * in_shape.width * in_shape.channels);
                    }
                }
            }
        });
        executor.run(Conv.window, [&](int ky, std::byte*) {
            constexpr extent part = weights_size / Conv.window;
            static_assert(part % filters == 0);
            for (extent at = ky * part; at < (ky + 1) * part; at += filters)
                add_slices(sums, at, [&](extent i, const auto& row) { update.weights(i, row); });
            if (ky == 0) {
                add_slices(sums, weights_size, [&](extent i, const auto& row) {
                    update.biases(i - weights_size, row);
                });
            }
        });
    }

private:
    static constexpr conv_row_geometry rows{in_shape.channels, filters,        Conv.window,
                                            Conv.stride,       Conv.out.width, Conv.padded_width()};
    static constexpr extent padded_row = extent{Conv.padded_width()} * in_shape.channels;
    static constexpr extent line_row = extent{Conv.out.width} * filters;
    /// Where the windows meet no zeros and rows are as long as the image's, no copy is needed.
    static constexpr bool already_padded = Conv.top == 0 && Conv.left == 0 &&
                                           Conv.padded_width() == in_shape.width &&
                                           Conv.padded_height() <= in_shape.height;

    // The input's gradient at (y, x) is the sum over ky', kx' of spread(y + ky', x + kx') times the
    // flipped weights: `spread` has the output's gradient at every stride-th pixel, from `before`
    // zeros on.
    static constexpr int before_y = Conv.window - 1 - Conv.top;
    static constexpr int before_x = Conv.window - 1 - Conv.left;
    static constexpr int spread_width = std::max(in_shape.width + Conv.window - 1,
                                                 before_x + (Conv.out.width - 1) * Conv.stride + 1);
    static constexpr int spread_height = std::max(
        in_shape.height + Conv.window - 1, before_y + (Conv.out.height - 1) * Conv.stride + 1);
    static constexpr extent spread_row = extent{spread_width} * filters;
    static constexpr extent spread_size = spread_row * spread_height;
    static constexpr extent spread_start = before_y * spread_row + extent{before_x} * filters;
    static constexpr conv_row_geometry back_rows{filters, in_shape.channels, Conv.window,
                                                 1,       in_shape.width,    spread_width};

    static constexpr int slices = slices_of(Batch);
    static constexpr extent weights_size =
        extent{Conv.window} * Conv.window * in_shape.channels * filters;
    static constexpr extent slice_size = padded<Scalar>(weights_size + filters);

    static constexpr struct forward_rooms {
        layout all;
        extent padded = all.add<Scalar>(already_padded ? 0 : Conv.padded_height() * padded_row);
        extent line = all.add<Scalar>(Pool * line_row);
    } forward_room{};
    static constexpr struct backward_rooms {
        layout all;
        extent padded = all.add<Scalar>(already_padded ? 0 : Conv.padded_height() * padded_row);
        extent spread = all.add<Scalar>(spread_size);
    } backward_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent sums = all.add<Scalar>(slices * slice_size);
        extent flipped = all.add<Scalar>(weights_size);
    } shared_room{};

public:
    static constexpr extent saved_bytes = Pool > 1 ? Batch* out_size : 0;
    static constexpr extent forward_shared = 0;
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent forward_scratch = forward_room.all.bytes();
    static constexpr extent backward_scratch = backward_room.all.bytes();
    static constexpr bool backward_reads_output = Relu && Pool == 1;

private:
    /// The image with the zeros that the windows reach around it.
    static const Scalar* with_zeros(const Scalar* image, Scalar* padded) {
        if constexpr (already_padded) {
            return image;
        } else {
            constexpr int height = std::min(in_shape.height, Conv.padded_height() - Conv.top);
            constexpr int width = std::min(in_shape.width, Conv.padded_width() - Conv.left);
            constexpr extent row = extent{width} * in_shape.channels;
            constexpr extent left = extent{Conv.left} * in_shape.channels;
            std::fill_n(padded, Conv.top * padded_row, Scalar{0});
            for (int y = 0; y < height; ++y) {
                Scalar* const to = padded + (Conv.top + y) * padded_row;
                std::fill_n(to, left, Scalar{0});
                std::copy_n(image + extent{y} * in_shape.width * in_shape.channels, row, to + left);
                std::fill_n(to + left + row, padded_row - left - row, Scalar{0});
            }
            std::fill_n(padded + (Conv.top + height) * padded_row,
                        (Conv.padded_height() - Conv.top - height) * padded_row, Scalar{0});
            return padded;
        }
    }

    static constexpr int piece = std::min(filters, 4 * simd::width<Scalar>);

    /// ReLU and pooling of the rows under one row of outputs.
    static void finish_row(const Scalar* line, Scalar* out, std::uint8_t* place) {
        for (int x = 0; x < out_shape.width; ++x) {
            for_pieces<filters, piece>([&](auto count, int f) {
                const extent at = extent{x} * filters + f;
                pool_pixel<Scalar, Pool, Relu, count>(line + extent{x} * Pool * filters + f,
                                                      filters, line_row, out + at, place + at);
            });
        }
    }

    /// Writes one image's gradient before ReLU and pooling into `spread`, and adds it to the
    /// biases' gradient. All places that are ever written are written for every image.
    static void spread_gradient(const backward_data<Scalar>& data, int image, Scalar* spread,
                                Scalar* biases_sum) {
        constexpr extent pixel = extent{Conv.stride} * filters;
        constexpr extent row = Conv.stride * spread_row;
        for (int y = 0; y < out_shape.height; ++y)
            for (int x = 0; x < out_shape.width; ++x) {
                const extent at = image * out_size + (extent{y} * out_shape.width + x) * filters;
                const auto* const place = reinterpret_cast<const std::uint8_t*>(data.saved) + at;
                Scalar* const to = spread + spread_start + y * Pool * row + x * Pool * pixel;
                unpool_pixel<Scalar, Pool, Relu, filters>(data.out_gradient + at, data.out + at,
                                                          place, pixel, row, to);
                for (int f = 0; f < filters; ++f) {
                    const Scalar value = data.out_gradient[at + f];
                    const bool alive = Pool > 1 ? place[f] != dead : !Relu || data.out[at + f] > 0;
                    biases_sum[f] += alive ? value : Scalar{0};
                }
            }
    }

    /// flipped(ky', kx', f, c) = weights(window-1-ky', window-1-kx', c, f), for one ky'.
    static void flip(const Scalar* weights, Scalar* flipped, int ky) {
        constexpr int channels = in_shape.channels;
        const view<const Scalar, Conv.window, Conv.window, channels, filters> from{weights};
        const view<Scalar, Conv.window, Conv.window, filters, channels> to{flipped};
        for (int kx = 0; kx < Conv.window; ++kx)
            for (int f = 0; f < filters; ++f)
                for (int c = 0; c < channels; ++c)
                    to(ky, kx, f, c) = from(Conv.window - 1 - ky, Conv.window - 1 - kx, c, f);
    }

    /// Adds up the slices' sums at [at, at + filters), in order, and hands them on.
    static void add_slices(const Scalar* sums, extent at, auto&& take) {
        for_pieces<filters, piece>([&](auto count, int f) {
            using values = simd::row<Scalar, count>;
            values sum = values::load(sums + at + f);
            for (int slice = 1; slice < slices; ++slice)
                sum = sum + values::load(sums + slice * slice_size + at + f);
            take(at + f, sum);
        });
    }
};

}  // namespace typenet::kernel
