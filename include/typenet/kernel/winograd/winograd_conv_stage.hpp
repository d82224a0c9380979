// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/slice_sums.hpp"
#include "typenet/kernel/winograd/winograd_conv.hpp"

namespace typenet::kernel {

/// conv, conv + relu with a window of 3x3 and stride 1, by Winograd's F(4x4, 3x3). The input's
/// gradient is the same convolution of the outputs' with flipped weights; that of the weights is
/// the exact transpose of forward, summed at the points over the tiles of a slice of the batch.
///
/// **Shapes**: as `Conv`.
/// **Errors**: about 1e-6 of a tensor's largest number in float.
template <class Scalar, int Batch, window_geometry Conv, epilogue Then>
struct winograd_conv_stage : stage_base<Scalar, Batch, Conv.in.size(), Conv.out.size()> {
    static constexpr shape out_shape = Conv.out;
    static constexpr int filters = Conv.out.channels;

private:
    static constexpr int channels = Conv.in.channels;
    static constexpr window_geometry back{Conv.out,
                                          Conv.in,
                                          Conv.window_height,
                                          Conv.window_width,
                                          1,
                                          1,
                                          Conv.window_height - 1 - Conv.top,
                                          Conv.window_width - 1 - Conv.left};
    using tiles = winograd::tiling<Scalar, Conv>;
    using forward_conv = winograd::convolution<Scalar, Batch, Conv>;
    using backward_conv = winograd::convolution<Scalar, Batch, back>;
    static constexpr int slices = slices_of(Batch);
    static constexpr extent matrix = extent{channels} * filters;
    static constexpr extent points_size = winograd::planes * matrix;
    static constexpr extent slice_size = typenet::padded<Scalar>(points_size + filters);
    /// Rows of tiles whose products are summed together.
    static constexpr int rows = std::clamp(32 / tiles::across, 1, Batch* tiles::down);
    static constexpr extent in_of_row = Conv.in.size() / tiles::down;    ///< of tiles, about
    static constexpr extent out_of_row = Conv.out.size() / tiles::down;  ///< the same
    static constexpr extent in_plane = odd_lines<Scalar>(extent{rows} * tiles::across * channels);
    static constexpr extent out_plane = odd_lines<Scalar>(extent{rows} * tiles::across * filters);

    static constexpr struct forward_rooms {
        layout all;
        forward_conv conv{all};
    } forward_room{};
    static constexpr struct backward_rooms {
        layout all;
        backward_conv conv{all};
    } backward_room{};
    static constexpr struct weights_rooms {
        layout all;
        extent in = all.add<Scalar>(winograd::planes * in_plane);
        extent out = all.add<Scalar>(winograd::planes * out_plane);
    } weights_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent transformed = all.add<Scalar>(points_size);
        extent flipped = all.add<Scalar>(winograd::taps * winograd::taps * matrix);
        extent sums = all.add<Scalar>(slices * slice_size);
    } shared_room{};

public:
    static constexpr extent forward_shared = points_size * static_cast<extent>(sizeof(Scalar));
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent forward_scratch = forward_room.all.bytes();
    static constexpr extent backward_scratch =
        std::max(backward_room.all.bytes(), weights_room.all.bytes());
    static constexpr bool backward_reads_output = Then.relu;
    static constexpr bool adds_input_gradient = true;
    static constexpr bool finishes_pixels = true;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        Scalar* const transformed = array_at<Scalar>(data.shared, 0);
        executor.run(channels, [&](int c, std::byte*) {
            forward_conv::transform_weights(data.weights(), transformed, c);
        });
        executor.run(forward_conv::tasks, [&](int task, std::byte* scratch) {
            forward_room.conv.run(
                task, scratch, transformed, input_images{data.in()}, data.in(), data.out,
                [out = data.out, biases = data.biases()]<class Row>(
                    int image, int y, int x, int f, const Row& sum) TYPENET_INLINE_LAMBDA {
                    Row value = sum + Row::load(biases + f);
                    if constexpr (Then.relu) value = max(value, Row::set(0));
                    value.store(out + place<Conv.out>(image, y, x) + f);
                },
                [&](int first, int end) {
                    const extent pixel = first_pixel(first);
                    data.finish(data.out + pixel * filters, first_pixel(end) - pixel);
                });
        });
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        if constexpr (To[0] != gradient_mode::none) input_gradient<To[0]>(data, executor);
        Scalar* const sums = array_at<Scalar>(data.shared, shared_room.sums);
        executor.run(slices, [&](int slice, std::byte* scratch) {
            sum_slice(data, slice, scratch, sums + slice * slice_size);
        });
        executor.run(channels, [&](int c, std::byte*) {
            tiles::template for_lanes<filters>([&](auto lanes, int f) {
                using vector = simd::row<Scalar, lanes>;
                const extent at = extent{c} * filters + f;
                winograd::in_plane<vector>(
                    winograd::of_weights_gradient{},
                    [&](int y, int x) TYPENET_INLINE_LAMBDA {
                        return sum_of_slices<vector, slices>(
                            sums + (y * winograd::points + x) * matrix + at, slice_size);
                    },
                    [&](int y, int x, const vector& gradient) TYPENET_INLINE_LAMBDA {
                        sink.template row<weights_tensor>((y * winograd::taps + x) * matrix + at,
                                                          gradient);
                    });
                if (c == 0)
                    sink.template row<biases_tensor>(
                        f, sum_of_slices<vector, slices>(sums + points_size + f, slice_size));
            });
        });
    }

private:
    /// Of a row of tiles, in all images.
    static constexpr extent first_pixel(int row) {
        const int top = row % tiles::down * winograd::outputs;
        return (extent{row / tiles::down} * Conv.out.height + top) * Conv.out.width;
    }
    template <shape Of>
    static constexpr extent place(int image, int y, int x) {
        return ((extent{image} * Of.height + y) * Of.width + x) * Of.channels;
    }
    using input_images = winograd::plain_images<Scalar>;
    /// The outputs' gradient before ReLU.
    static auto gradients_of(const stage_data<Scalar>& data) {
        if constexpr (Then.relu)
            return winograd::living_gradients<Scalar>{data.out_gradient, data.out};
        else
            return winograd::plain_images<Scalar>{data.out_gradient};
    }
    template <gradient_mode Mode>
    static void input_gradient(const stage_data<Scalar>& data, auto& executor) {
        Scalar* const flipped = array_at<Scalar>(data.shared, shared_room.flipped);
        Scalar* const transformed = array_at<Scalar>(data.shared, shared_room.transformed);
        executor.run(filters, [&](int f, std::byte*) {
            constexpr int all = winograd::taps * winograd::taps;
            for (int tap = 0; tap < all; ++tap)
                for (int c = 0; c < channels; ++c)
                    flipped[tap * matrix + extent{f} * channels + c] =
                        data.weights()[(all - 1 - tap) * matrix + extent{c} * filters + f];
            backward_conv::transform_weights(flipped, transformed, f);
        });
        executor.run(backward_conv::tasks, [&](int task, std::byte* scratch) {
            backward_room.conv.run(
                task, scratch, transformed, gradients_of(data), data.out_gradient,
                data.in_gradient(),
                [in_gradient = data.in_gradient()]<class Row>(int image, int y, int x, int c,
                                                              Row sum) TYPENET_INLINE_LAMBDA {
                    Scalar* const to = in_gradient + place<Conv.in>(image, y, x) + c;
                    if constexpr (Mode == gradient_mode::add) sum = Row::load(to) + sum;
                    sum.store(to);
                },
                [](int, int) {});
        });
    }

    /// sums[plane][c][f] += sum over tiles of in[plane][tile][c] · gradient[plane][tile][f], for
    /// the slice's rows of tiles; and the biases'.
    static void sum_slice(const stage_data<Scalar>& data, int slice, std::byte* scratch,
                          Scalar* sums) {
        const input_images all_pixels{data.in()};
        const auto all_gradients = gradients_of(data);
        using gradient_images = std::remove_const_t<decltype(all_gradients)>;
        Scalar* const in = array_at<Scalar>(scratch, weights_room.in);
        Scalar* const out = array_at<Scalar>(scratch, weights_room.out);
        std::fill_n(sums, slice_size, Scalar{0});
        const int end = slice_begin(Batch, slice + 1) * tiles::down;
        for (int from = slice_begin(Batch, slice) * tiles::down; from < end; from += rows) {
            const int some = std::min(rows, end - from);
            for (int r = 0; r < some; ++r) {
                const typename tiles::template inputs<input_images> pixels(from + r, all_pixels);
                const typename tiles::template gradients<gradient_images> gradients(from + r,
                                                                                    all_gradients);
                const extent first = extent{r} * tiles::across;
                pixels.template transform<in_plane>(winograd::of_input{}, in + first * channels);
                gradients.template transform<out_plane>(winograd::of_output_gradient{},
                                                        out + first * filters);
                add_biases(gradients, sums + points_size);
            }
            const Scalar* const next_in = data.in() + (from + some) * in_of_row;
            const Scalar* const next_out = data.out_gradient + (from + some) * out_of_row;
            for (int plane = 0; plane < winograd::planes; ++plane) {
                fetch_part<rows * in_of_row, winograd::planes>(next_in, plane);
                fetch_part<rows * out_of_row, winograd::planes>(next_out, plane);
                add_products(in + plane * in_plane, out + plane * out_plane,
                             extent{some} * tiles::across, sums + plane * matrix);
            }
        }
    }
    static void add_products(const Scalar* in, const Scalar* out, extent terms, Scalar* sums) {
        constexpr tile_size size = best_tile<Scalar>(channels, filters);
        constexpr tile_strides strides{1, channels, filters};
        for_pieces<filters, size.columns>([&](auto columns, int f) {
            for_pieces<channels, size.rows>([&](auto some, int c) {
                Scalar* const to = sums + extent{c} * filters + f;
                tile<Scalar, some, columns> sum;
                sum.load(to, filters);
                sum.template accumulate<strides>(in + c, out + f, terms);
                sum.store(to, filters);
            });
        });
    }
    static void add_biases(const auto& gradients, Scalar* sums) {
        tiles::template for_lanes<filters>([&](auto lanes, int f) {
            using vector = simd::row<Scalar, lanes>;
            vector row[std::size_t{winograd::outputs}];
            for (int y = 0; y < winograd::outputs; ++y) {
                row[y] = vector::set(0);
                for (int x = 0; x < Conv.out.width; ++x)
                    row[y] = row[y] + gradients.template load<vector>(y, x, f);
            }
            const vector all = (row[0] + row[1]) + (row[2] + row[3]);
            (vector::load(sums + f) + all).store(sums + f);
        });
    }
};

}  // namespace typenet::kernel
