// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/conv/gradient_image.hpp"
#include "typenet/kernel/conv/padded_image.hpp"
#include "typenet/kernel/depthwise/depthwise_row.hpp"
#include "typenet/kernel/depthwise/seen_rows.hpp"
#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/fetch_part.hpp"
#include "typenet/kernel/slice_sums.hpp"

namespace typenet::kernel {

/// depthwise_conv, depthwise_conv + relu, image by image; lanes are channels. Backward rebuilds the
/// gradient of an image with zeros around it, of which the input's gradient is a convolution, one
/// for each phase of the pixels, and adds the image to its slice's gradient of the weights.
///
/// **Shapes**: as `Conv`, whose filters are its channels.
/// **Cost**: three numbers from and to memory an output; the products cost less.
template <class Scalar, int Batch, window_geometry Conv, epilogue Then>
struct depthwise_stage : stage_base<Scalar, Batch, Conv.in.size(), Conv.out.size()> {
    using base = stage_base<Scalar, Batch, Conv.in.size(), Conv.out.size()>;
    using base::in_size;
    using base::out_size;
    static constexpr shape out_shape = Conv.out;

private:
    static constexpr int channels = Conv.in.channels;
    static constexpr int window_height = Conv.window_height;
    static constexpr int window_width = Conv.window_width;
    static constexpr int taps = window_height * window_width;
    static constexpr extent weights_size = extent{taps} * channels;
    using padded = padded_image<Scalar, Conv>;
    using gradient_image = kernel::gradient_image<Scalar, Conv, Then>;
    using in_rows = seen_rows<Scalar, Conv>;
    static constexpr depthwise_row_geometry rows{channels, window_height, window_width,
                                                 Conv.stride_x, Conv.out.width};
    /// The rows of the input's gradient in one phase.
    static constexpr depthwise_row_geometry back_rows(int phase_y, int phase_x) {
        return {
            channels, gradient_image::down.taps(phase_y),     gradient_image::across.taps(phase_x),
            1,        gradient_image::across.pixels(phase_x), Conv.stride_x};
    }
    static constexpr int slices = slices_of(Batch);
    static constexpr extent slice_size = typenet::padded<Scalar>(weights_size + channels);

    static constexpr struct forward_rooms {
        layout all;
        extent rows = all.add<Scalar>(in_rows::room);
    } forward_room{};
    static constexpr struct backward_rooms {
        layout all;
        extent padded = all.add<Scalar>(depthwise_stage::padded::room);
        extent gradient = all.add<Scalar>(depthwise_stage::gradient_image::size);
    } backward_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent sums = all.add<Scalar>(slices * slice_size);
        extent flipped = all.add<Scalar>(weights_size);
    } shared_room{};

public:
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent forward_scratch = forward_room.all.bytes();
    static constexpr extent backward_scratch = backward_room.all.bytes();
    static constexpr bool backward_reads_output = Then.relu;
    static constexpr bool finishes_pixels = true;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        executor.run(Batch, [&](int image, std::byte* scratch) {
            in_rows in(data.in() + image * in_size, array_at<Scalar>(scratch, forward_room.rows));
            Scalar* const out = data.out + image * out_size;
            for (int y = 0; y < Conv.out.height; ++y) {
                fetch_part<in_size, Conv.out.height>(data.in() + (image + 1) * in_size, y);
                Scalar* const to = out + extent{y} * Conv.out.width * channels;
                depthwise_row<Scalar, rows, Then.relu>(in.below(y).data(), data.weights(),
                                                       data.biases(), to);
                data.finish(to, Conv.out.width);
            }
        });
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        Scalar* const flipped = array_at<Scalar>(data.shared, shared_room.flipped);
        Scalar* const sums = array_at<Scalar>(data.shared, shared_room.sums);
        for (int tap = 0; tap < taps; ++tap) {
            const int place = gradient_image::place_of_tap(tap / window_width, tap % window_width);
            std::copy_n(data.weights() + extent{tap} * channels, channels,
                        flipped + extent{place} * channels);
        }
        executor.run(slices, [&](int slice, std::byte* scratch) {
            sum_slice<To>(data, slice, scratch, flipped, sums + slice * slice_size);
        });
        hand_on_slices<weights_tensor, slices>(sums, slice_size, 0, weights_size, sink);
        hand_on_slices<biases_tensor, slices>(sums + weights_size, slice_size, 0, channels, sink);
    }

private:
    static constexpr int lanes_at_once = std::min(channels, simd::width<Scalar>);

    /// The gradients of a slice's images, and of the weights and biases that they add up to.
    template <gradient_modes To>
    static void sum_slice(const stage_data<Scalar>& data, int slice, std::byte* scratch,
                          const Scalar* flipped, Scalar* sums) {
        Scalar* const gradient = array_at<Scalar>(scratch, backward_room.gradient);
        std::fill_n(gradient, gradient_image::size, Scalar{0});
        std::fill_n(sums, slice_size, Scalar{0});
        for (int image = slice_begin(Batch, slice); image < slice_begin(Batch, slice + 1);
             ++image) {
            gradient_image::write(data, image, gradient, sums + weights_size);
            add_weights_gradient(padded::of(data.in() + image * in_size,
                                            array_at<Scalar>(scratch, backward_room.padded)),
                                 gradient, sums);
            if constexpr (To[0] != gradient_mode::none)
                input_gradient(gradient, flipped, data.in_gradient() + image * in_size);
        }
    }

    static void input_gradient(const Scalar* gradient, const Scalar* flipped, Scalar* to) {
        gradient_image::for_each_phase([&](auto y, auto x) {
            const Scalar* const weights =
                flipped + extent{gradient_image::first_tap(y, x)} * channels;
            gradient_image::template for_each_row<y, x>(
                gradient, [&](const Scalar* from, extent place) {
                    constexpr int below = back_rows(y, x).window_height;
                    std::array<const Scalar*, std::size_t{std::max(1, below)}> in{};  // may be none
                    for (int ky = 0; ky < below; ++ky)
                        in[static_cast<std::size_t>(ky)] = from + ky * gradient_image::row;
                    depthwise_row<Scalar, back_rows(y, x), false>(in.data(), weights, nullptr,
                                                                  to + place);
                });
        });
    }

    /// weights'(ky, kx, c) += sum over y, x of in(y·stride + ky, x·stride + kx, c) ·
    /// gradient(y, x, c), in this order.
    static void add_weights_gradient(const Scalar* in, const Scalar* gradient, Scalar* sums) {
        constexpr int rows_at_once =
            std::clamp((simd::registers - 3) / window_width, 1, window_height);
        for_pieces<channels, lanes_at_once>([&](auto lanes, int c) {
            for_pieces<window_height, rows_at_once>([&](auto some, int ky) {
                using row = simd::row<Scalar, lanes>;
                constexpr int count = some * window_width;
                Scalar* const to = sums + extent{ky} * window_width * channels + c;
                row sum[std::size_t{count}];
                for (int i = 0; i < count; ++i) sum[i] = row::load(to + i * channels);
                for (int y = 0; y < Conv.out.height; ++y) {
                    const Scalar* const from =
                        in + (extent{y} * Conv.stride_y + ky) * padded::row + c;
                    const Scalar* const by =
                        gradient + gradient_image::start + y * gradient_image::row + c;
                    for (int x = 0; x < Conv.out.width; ++x) {
                        const row factor = row::load(by + extent{x} * channels);
                        const Scalar* const pixel =
                            simd::opaque(from + extent{x} * Conv.stride_x * channels);
                        for (int i = 0; i < count; ++i)
                            sum[i] = multiply_add(factor,
                                                  row::load(pixel + i / window_width * padded::row +
                                                            i % window_width * channels),
                                                  sum[i]);
                    }
                }
                for (int i = 0; i < count; ++i) sum[i].store(to + i * channels);
            });
        });
    }
};

}  // namespace typenet::kernel
