// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include "typenet/kernel/conv/conv_weights_gradient.hpp"
#include "typenet/kernel/conv/sparse_conv_row.hpp"
#include "typenet/kernel/conv/sparse_pixel_row.hpp"
#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/fetch_part.hpp"
#include "typenet/kernel/slice_sums.hpp"

namespace typenet::kernel {

/// conv, conv + relu, conv + max_pool, conv + relu + max_pool: direct convolution, image by image,
/// an image alone by bands of rows.
/// The rows under one row of pooling windows are pooled while they are in the first-level cache; of
/// the unpooled image only the place of each largest value is kept, one byte.
///
/// Backward rebuilds the unpooled gradient of one image at a time, with zeros around it: the
/// input's gradient is a convolution of it, behind a stride one for each phase of the pixels. Then
/// it adds the image to its slice's gradient of the weights.
///
/// Images that are mostly 0, as pictures and what comes from ReLU can be, are summed along lists of
/// their other numbers, and so are gradients behind pooling. Both ways give the same bits, so each
/// image may take the faster one.
///
/// **Shapes**: as `Conv`; `Then` says what is fused.
template <class Scalar, int Batch, window_geometry Conv, epilogue Then>
struct conv_stage : stage_base<Scalar, Batch, Conv.in.size(), pooled(Conv, Then).size()> {
    using base = stage_base<Scalar, Batch, Conv.in.size(), pooled(Conv, Then).size()>;
    using base::in_size;
    using base::out_size;
    static constexpr shape in_shape = Conv.in;
    static constexpr int filters = Conv.out.channels;
    static constexpr shape out_shape = pooled(Conv, Then);

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        if constexpr (bands == 1) {
            executor.run(Batch, [&](int image, std::byte* scratch) {
                Scalar* const line = array_at<Scalar>(scratch, forward_room.line);
                const source from = source_of(data.in() + image * in_size, scratch);
                write_rows(data, image, from, 0, out_shape.height, line);
            });
        } else {
            source from{};
            executor.run(1, [&](int, std::byte*) { from = source_of(data.in(), data.shared); });
            executor.run(bands, [&](int band, std::byte* scratch) {
                const auto start = [](int b) { return out_shape.height * b / bands; };
                write_rows(data, 0, from, start(band), start(band + 1),
                           array_at<Scalar>(scratch, 0));
            });
        }
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        Scalar* const flipped = array_at<Scalar>(data.shared, shared_room.flipped);
        Scalar* const sums = array_at<Scalar>(data.shared, shared_room.sums);
        if constexpr (To[0] != gradient_mode::none) {
            executor.run(Conv.window_height,
                         [&](int ky, std::byte*) { sort_by_phases(data.weights(), flipped, ky); });
        }
        executor.run(slices, [&](int slice, std::byte* scratch) {
            if constexpr (one_channel) {
                const extent first = slice_begin(Batch, slice) * in_size;
                const extent last = slice_begin(Batch, slice + 1) * in_size;
                if (mostly_zero(data.in() + first, last - first, by_pixels::most_living)) {
                    sum_slice<To>(data, slice, scratch, backward_room.by_pixels, flipped,
                                  sums + slice * slice_size);
                    return;
                }
            }
            sum_slice<To>(data, slice, scratch, backward_room.all_gradients, flipped,
                          sums + slice * slice_size);
        });
        executor.run(Conv.window_height, [&](int ky, std::byte*) {
            constexpr extent part = weights_size / Conv.window_height;
            hand_on_slices<weights_tensor, slices>(sums, slice_size, ky * part, (ky + 1) * part,
                                                   sink);
            if (ky == 0)
                hand_on_slices<biases_tensor, slices>(sums + weights_size, slice_size, 0, filters,
                                                      sink);
        });
    }

private:
    using padded = padded_image<Scalar, Conv>;
    using gradient_image = kernel::gradient_image<Scalar, Conv, Then>;
    static constexpr conv_row_geometry rows{in_shape.channels, filters,       Conv.window_height,
                                            Conv.window_width, Conv.stride_y, Conv.stride_x,
                                            Conv.out.width,    padded::width};
    static constexpr bool strides = Conv.stride_y * Conv.stride_x > 1;
    /// The rows of the input's gradient in one phase.
    static constexpr conv_row_geometry back_rows(int phase_y, int phase_x) {
        return {filters,
                in_shape.channels,
                gradient_image::down.taps(phase_y),
                gradient_image::across.taps(phase_x),
                1,
                1,
                gradient_image::across.pixels(phase_x),
                gradient_image::width,
                Conv.stride_x};
    }
    using sparse_pixels = sparse_pixel_rows<Scalar, rows, padded::height>;
    /// Where a number is visited for one tap only, a list is not worth its compile time.
    static constexpr bool lists_inputs = Conv.window_height * Conv.window_width > 1;
    using sparse_rows =
        std::conditional_t<sparse_pixels::fits, sparse_pixels,
                           sparse_conv_rows<Scalar, rows, lists_inputs ? padded::height : 0>>;
    /// Behind a stride each phase would need lists of its own, and without ReLU and pooling hardly
    /// a gradient is 0.
    static constexpr bool lists_gradients = !strides && (Then.relu || Then.pool > 1);
    using sparse_back_rows =
        sparse_conv_rows<Scalar, back_rows(0, 0), lists_gradients ? gradient_image::height : 0>;

    static constexpr bool one_channel = in_shape.channels == 1 && !strides;
    using by_pixels =
        std::conditional_t<one_channel, weights_gradient_by_pixels<Scalar, Conv, gradient_image>,
                           dense_weights_gradient<Scalar, Conv, gradient_image>>;
    /// Of each pooling window at most one output has a gradient. Half a vector of inputs is little.
    static constexpr bool few_gradients =
        Then.pool > 1 && Conv.window_width* in_shape.channels >= 8;
    using all_gradients =
        std::conditional_t<few_gradients, weights_gradient_by_outputs<Scalar, Conv, gradient_image>,
                           dense_weights_gradient<Scalar, Conv, gradient_image>>;

    /// Whether rows of outputs are computed aside.
    static constexpr bool has_line = Then.pool > 1 || sparse_rows::margin > 0;
    static constexpr extent line_row = extent{Conv.out.width} * filters + 2 * sparse_rows::margin;
    static constexpr int slices = slices_of(Batch);
    static constexpr extent weights_size =
        extent{Conv.window_height} * Conv.window_width * in_shape.channels * filters;
    static constexpr extent slice_size = typenet::padded<Scalar>(weights_size + filters);

    /// An image alone is cut into bands of rows that threads can share, of a million multiply-adds
    /// at least, 10 µs or more. Less does not pay between cores that share no cache: on such two of
    /// a Zen 4 a convolution of 9 µs took 20, where it took 7 on others.
    static constexpr int bands = [] {
        constexpr extent products =
            Conv.out.size() * Conv.window_height * Conv.window_width * in_shape.channels;
        return Batch > 1 ? 1
                         : static_cast<int>(
                               std::clamp<extent>(products / 1'000'000, 1, out_shape.height));
    }();

    static constexpr struct source_rooms {
        layout all;
        extent padded = all.add<Scalar>(conv_stage::padded::room);
        sparse_rows lists{all};
    } source_room{};
    static constexpr struct forward_rooms {
        layout all = source_room.all;
        extent line = all.add<Scalar>(has_line ? Then.pool * line_row : 0);
    } forward_room{};
    static constexpr struct backward_rooms {
        layout all;
        extent padded = all.add<Scalar>(conv_stage::padded::room);
        extent gradient = all.add<Scalar>(conv_stage::gradient_image::size);
        sparse_back_rows lists{all};
        conv_stage::all_gradients all_gradients{all};
        conv_stage::by_pixels by_pixels{all};
    } backward_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent sums = all.add<Scalar>(slices * slice_size);
        extent flipped = all.add<Scalar>(weights_size);
    } shared_room{};

public:
    static constexpr extent saved_bytes = Then.pool > 1 ? Batch* out_size : 0;
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent forward_shared = bands > 1 ? source_room.all.bytes() : 0;
    static constexpr extent forward_scratch =
        forward_room.all.bytes() - (bands > 1 ? forward_room.line : 0);
    static constexpr extent backward_scratch = backward_room.all.bytes();
    static constexpr bool backward_reads_output = Then.relu && Then.pool == 1;
    static constexpr bool adds_input_gradient = true;
    static constexpr bool finishes_pixels = true;

private:
    /// What rows of outputs are made from: an image with its zeros around it, and where it is
    /// mostly 0 the lists of the rest.
    struct source {
        const Scalar* padded;
        const std::byte* lists;  ///< null if there are none
    };
    static source source_of(const Scalar* image, std::byte* room) {
        const Scalar* const in = padded::of(image, array_at<Scalar>(room, source_room.padded));
        if constexpr (lists_inputs) {
            if (mostly_zero(in, padded::size, sparse_rows::most_living)) {
                source_room.lists.make(room, in);
                return {in, room};
            }
        }
        return {in, nullptr};
    }

    /// Rows [first, last) of an image's outputs.
    static void write_rows(const stage_data<Scalar>& data, int image, const source& from, int first,
                           int last, Scalar* room) {
        for (int y = first; y < last; ++y) {
            if constexpr (Batch > 1)
                fetch_part<in_size, out_shape.height>(data.in() + (image + 1) * in_size, y);
            const extent at = image * out_size + extent{y} * out_shape.width * filters;
            Scalar* const line = has_line ? room + sparse_rows::margin : data.out + at;
            for (int row = 0; row < Then.pool; ++row) {
                const int number = y * Then.pool + row;
                Scalar* const to = line + row * line_row;
                if constexpr (lists_inputs) {
                    if (from.lists) {
                        source_room.lists.convolve_row(from.lists, number, data.weights(),
                                                       data.biases(), to);
                        continue;
                    }
                }
                convolve_row<Scalar, rows>(from.padded + number * Conv.stride_y * padded::row,
                                           data.weights(), data.biases(), to);
            }
            finish_row(line, data.out + at, reinterpret_cast<std::uint8_t*>(data.saved) + at);
            data.finish(data.out + at, out_shape.width);
        }
    }

    /// The gradients of a slice's images, and of the weights and biases that they add up to.
    template <gradient_modes To>
    static void sum_slice(const stage_data<Scalar>& data, int slice, std::byte* scratch,
                          const auto& weights_gradient, const Scalar* flipped, Scalar* sums) {
        Scalar* const gradient = array_at<Scalar>(scratch, backward_room.gradient);
        std::fill_n(gradient, gradient_image::size, Scalar{0});
        std::fill_n(sums + weights_size, filters, Scalar{0});
        weights_gradient.begin(scratch, sums);
        for (int image = slice_begin(Batch, slice); image < slice_begin(Batch, slice + 1);
             ++image) {
            const Scalar* const in = data.in() + image * in_size;
            gradient_image::write(data, image, gradient, sums + weights_size);
            weights_gradient.add(scratch, in,
                                 padded::of(in, array_at<Scalar>(scratch, backward_room.padded)),
                                 gradient, sums);
            if constexpr (To[0] != gradient_mode::none)
                input_gradient<To[0]>(gradient, flipped, scratch,
                                      data.in_gradient() + image * in_size);
        }
        weights_gradient.end(scratch, sums);
    }

    template <gradient_mode Mode>
    static void input_gradient(const Scalar* gradient, const Scalar* flipped, std::byte* scratch,
                               Scalar* to) {
        constexpr bool adds = Mode == gradient_mode::add;
        if constexpr (lists_gradients) {
            if (mostly_zero(gradient, gradient_image::size, sparse_back_rows::most_living)) {
                backward_room.lists.make(scratch, gradient);
                constexpr extent row = extent{in_shape.width} * in_shape.channels;
                for (int y = 0; y < in_shape.height; ++y)
                    backward_room.lists.template convolve_row<adds>(scratch, y, flipped, nullptr,
                                                                    to + y * row);
                return;
            }
        }
        gradient_image::for_each_phase([&](auto y, auto x) {
            if constexpr (adds && back_rows(y, x).window_height * back_rows(y, x).window_width == 0)
                return;
            const Scalar* const weights =
                flipped + gradient_image::first_tap(y, x) * extent{filters} * in_shape.channels;
            gradient_image::template for_each_row<y, x>(gradient, [&](const Scalar* from,
                                                                      extent place) {
                // The phase's next row meanwhile: its pixels are apart, which the hardware
                // does not foresee.
                constexpr extent below = extent{Conv.stride_y} * in_shape.width * in_shape.channels;
                for (int i = 0; i < back_rows(y, x).outputs; ++i)
                    simd::prefetch<in_shape.channels>(
                        to + place + below + extent{i} * Conv.stride_x * in_shape.channels);
                convolve_row<Scalar, back_rows(y, x), adds>(from, weights, nullptr, to + place);
            });
        });
    }

    static constexpr int piece = std::min(filters, 4 * simd::width<Scalar>);

    /// ReLU and pooling of the rows under one row of outputs.
    static void finish_row(const Scalar* line, Scalar* out, std::uint8_t* place) {
        if constexpr (!has_line && !Then.relu) return;
        for (int x = 0; x < out_shape.width; ++x) {
            for_pieces<filters, piece>([&](auto count, int f) {
                const extent at = extent{x} * filters + f;
                pool_pixel<Scalar, Then.pool, Then.relu, count>(
                    line + extent{x} * Then.pool * filters + f, filters, line_row, out + at,
                    place + at);
            });
        }
    }

    /// sorted(place of ky, kx; f, c) = weights(ky, kx, c, f), for one ky.
    static void sort_by_phases(const Scalar* weights, Scalar* sorted, int ky) {
        constexpr int channels = in_shape.channels;
        const view<const Scalar, Conv.window_height, Conv.window_width, channels, filters> from{
            weights};
        const view<Scalar, Conv.window_height * Conv.window_width, filters, channels> to{sorted};
        for (int kx = 0; kx < Conv.window_width; ++kx)
            for (int f = 0; f < filters; ++f)
                for (int c = 0; c < channels; ++c)
                    to(gradient_image::place_of_tap(ky, kx), f, c) = from(ky, kx, c, f);
    }
};

}  // namespace typenet::kernel
