// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/pool/pooling.hpp"
#include "typenet/kernel/spectral/plane.hpp"
#include "typenet/kernel/spectral/seen_pixels.hpp"
#include "typenet/kernel/spectral/spectral_products.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet::kernel {

/// Whether a circular convolution of 16 x 16 points gives exactly this one: no window reaches
/// around the end onto the image's other side, only onto zeros.
constexpr bool spectral_fits(const window_geometry& g) {
    const auto fits = [](int in, int out, int window, int before) {
        return in + before <= spectral_points && out + window - 1 - before <= spectral_points;
    };
    return g.stride_y == 1 && g.stride_x == 1 &&
           fits(g.in.height, g.out.height, g.window_height, g.top) &&
           fits(g.in.width, g.out.width, g.window_width, g.left);
}

/// The same as conv_stage by the convolution theorem, for small images: y^ = x^·h^ forward,
/// dx^ = dy^·conj(h^) and dh^ = dy^·conj(x^) backward, where h(top - k) = weights(k). Each of the
/// 256 frequencies is one product of complex matrices over the channels. Two images ride as the
/// real and the imaginary part of one complex image, so no transform wastes half of itself on a
/// real input; the last image of an odd batch rides alone. Errors are smaller than direct
/// summation's, and none where a window sees only zeros: there an output is its bias and an input's
/// gradient is 0.
///
/// A few pairs at a time go all the way there and back, while their spectra stay in the
/// second-level cache: a spectrum is written and read across its frequencies, and where these had
/// to come from further away that took longer than all arithmetic. Only the weights' gradient needs
/// the spectra of the whole batch, for which finished ones are copied. To transform the images anew
/// for it costs less than to keep their spectra from forward.
///
/// **Shapes**: of the spectra as `spectral_products`.
/// **Cost**: 512 real multiply-adds for each (in channel, out channel, image) in place of
/// window²·outputs, three times a step, and the transforms.
/// **Source**: Mathieu, Henaff, LeCun, "Fast training of convolutional networks through FFTs",
/// 2014.
template <class Scalar, int Batch, window_geometry Conv, epilogue Then>
struct spectral_conv_stage : stage_base<Scalar, Batch, Conv.in.size(), pooled(Conv, Then).size()> {
    static_assert(spectral_fits(Conv));
    using base = stage_base<Scalar, Batch, Conv.in.size(), pooled(Conv, Then).size()>;
    using base::in_size;
    using base::out_size;
    static constexpr shape in_shape = Conv.in;
    static constexpr int channels = in_shape.channels;
    static constexpr int filters = Conv.out.channels;
    static constexpr shape out_shape = pooled(Conv, Then);

private:
    static constexpr int points = spectral_points;
    static constexpr int pairs = (Batch + 1) / 2;
    static constexpr int lanes = simd::width<Scalar>;
    using products = spectral_products<Scalar, pairs, channels, filters>;

    static constexpr struct forward_rooms {
        layout all;
        extent weights = all.add<Scalar>(products::weights_spectrum);
    } forward_room{};
    static constexpr struct backward_rooms {
        layout all;
        extent weights = all.add<Scalar>(products::weights_spectrum);
        extent gradient = all.add<Scalar>(products::weights_spectrum);
        extent in = all.add<Scalar>(products::blocks * products::in_spectrum);
        extent out = all.add<Scalar>(products::blocks * products::out_spectrum);
    } backward_room{};
    /// A plane, and the lines of two images under one row of pooled outputs, [image][row][x], all
    /// of one vector of channels; the spectra of a block.
    static constexpr extent line_row = extent{points} * lanes;
    static constexpr struct scratch_rooms {
        layout all;
        extent plane = all.add<Scalar>(points * plane_row<Scalar>);
        extent lines = all.add<Scalar>(2 * Then.pool * line_row);
        extent in = all.add<Scalar>(products::in_spectrum);
        extent out = all.add<Scalar>(products::out_spectrum);
    } scratch_room{};

public:
    static constexpr extent saved_bytes = Then.pool > 1 ? Batch* out_size : 0;
    static constexpr extent forward_shared = forward_room.all.bytes();
    static constexpr extent backward_shared = backward_room.all.bytes();
    static constexpr extent forward_scratch = scratch_room.all.bytes();
    static constexpr extent backward_scratch = scratch_room.all.bytes();
    static constexpr bool backward_reads_output = Then.relu && Then.pool == 1;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        Scalar* const weights = array_at<Scalar>(data.shared, forward_room.weights);
        executor.run(channels, [&](int c, std::byte* scratch) {
            transform_weights<filters>(data.weights() + extent{c} * filters, 1,
                                       array_at<Scalar>(scratch, scratch_room.plane),
                                       weights + extent{c} * 2 * filters);
        });
        executor.run(products::blocks, [&](int block, std::byte* scratch) {
            with_size<pairs, products::block_size>(block, [&](auto count) {
                forward_block<count>(data, block * products::block_size, weights, scratch);
            });
        });
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        Scalar* const weights = array_at<Scalar>(data.shared, backward_room.weights);
        Scalar* const gradient = array_at<Scalar>(data.shared, backward_room.gradient);
        Scalar* const in = array_at<Scalar>(data.shared, backward_room.in);
        Scalar* const out = array_at<Scalar>(data.shared, backward_room.out);
        constexpr bool asked = To[0] != gradient_mode::none;
        if constexpr (asked) {
            executor.run(filters, [&](int f, std::byte* scratch) {
                transform_weights<channels>(data.weights() + f, filters,
                                            array_at<Scalar>(scratch, scratch_room.plane),
                                            weights + extent{f} * 2 * channels);
            });
        }
        executor.run(products::blocks, [&](int block, std::byte* scratch) {
            with_size<pairs, products::block_size>(block, [&](auto count) {
                backward_block<count, asked>(data, block * products::block_size, weights, scratch,
                                             in + block * products::in_spectrum,
                                             out + block * products::out_spectrum);
            });
        });
        executor.run(points,
                     [&](int row, std::byte*) { products::correlate(in, out, row, gradient); });
        executor.run(channels, [&](int c, std::byte* scratch) {
            update_weights(gradient, c, array_at<Scalar>(scratch, scratch_room.plane), sink);
            if (c == 0) update_biases(out, sink);
        });
    }

private:
    template <int Count>
    using vector = simd::row<Scalar, Count>;
    static constexpr bool has_second(int pair) { return 2 * pair + 1 < Batch; }
    static constexpr int images_of(int pair) { return has_second(pair) ? 2 : 1; }

    /// `Count` pairs, from `first` on.
    template <int Count>
    static void forward_block(const stage_data<Scalar>& data, int first, const Scalar* weights,
                              std::byte* scratch) {
        Scalar* const plane = array_at<Scalar>(scratch, scratch_room.plane);
        Scalar* const in = array_at<Scalar>(scratch, scratch_room.in);
        Scalar* const out = array_at<Scalar>(scratch, scratch_room.out);
        plane_bits seeing[std::size_t{2 * Count}];
        for (int i = 0; i < Count; ++i) {
            for (int image = 0; image < images_of(first + i); ++image)
                seeing[2 * i + image] =
                    seeing_outputs<Conv>(data.in() + (2 * (first + i) + image) * in_size);
            transform_images(data, first + i, plane, in + extent{i} * 2 * channels);
        }
        products::template forward<Count>(in, weights, data.biases(), out);
        for (int i = 0; i < Count; ++i)
            finish_images(data, first + i, scratch, out + extent{i} * 2 * filters, seeing + 2 * i);
    }

    /// The input's gradient if it is `Asked` for; copies the spectra to those of all pairs.
    template <int Count, bool Asked>
    static void backward_block(const stage_data<Scalar>& data, int first, const Scalar* weights,
                               std::byte* scratch, Scalar* kept_in, Scalar* kept_out) {
        Scalar* const plane = array_at<Scalar>(scratch, scratch_room.plane);
        Scalar* const in = array_at<Scalar>(scratch, scratch_room.in);
        Scalar* const out = array_at<Scalar>(scratch, scratch_room.out);
        plane_bits seeing[std::size_t{2 * Count}];
        for (int i = 0; i < Count; ++i) {
            transform_images(data, first + i, plane, in + extent{i} * 2 * channels);
            transform_gradient<Asked>(data, first + i, scratch, out + extent{i} * 2 * filters,
                                      seeing + 2 * i);
        }
        std::copy_n(in, products::in_spectrum, kept_in);
        std::copy_n(out, products::out_spectrum, kept_out);
        if constexpr (Asked) {
            products::template backward<Count>(out, weights, in);
            for (int i = 0; i < Count; ++i)
                finish_input_gradient(data, first + i, plane, in + extent{i} * 2 * channels,
                                      seeing + 2 * i);
        }
    }

    /// To `spectrum`, where the pair stands.
    static void transform_images(const stage_data<Scalar>& data, int pair, Scalar* plane,
                                 Scalar* spectrum) {
        const Scalar* const first = data.in() + extent{2} * pair * in_size;
        const Scalar* const second = has_second(pair) ? first + in_size : nullptr;
        for_pieces<channels, lanes>([&](auto count, int c) {
            for (int y = 0; y < in_shape.height; ++y) {
                const extent at = extent{y} * in_shape.width * channels + c;
                transform_row<Scalar, count, in_shape.width>(
                    first + at, second ? second + at : nullptr, channels,
                    plane + y * plane_row<Scalar>);
            }
            transform_columns<Scalar, count>(plane, points, spectrum + c, products::in_frequency,
                                             channels, first_rows<in_shape.height>{});
        });
    }

    /// h^ of one input channel against `Outputs` others, scaled by 1/256; h(top - k) = weights(k).
    /// `step` is the distance of two outputs in memory.
    template <int Outputs>
    static void transform_weights(const Scalar* weights, extent step, Scalar* plane,
                                  Scalar* spectrum) {
        constexpr Scalar scale = Scalar{1} / products::frequencies;
        alignas(alignment) Scalar taps[std::size_t{points * lanes}] = {};
        for_pieces<Outputs, lanes>([&](auto count, int o) {
            for (int ky = 0; ky < Conv.window_height; ++ky) {
                for (int kx = 0; kx < Conv.window_width; ++kx) {
                    const Scalar* const from =
                        weights + (extent{ky} * Conv.window_width + kx) * channels * filters +
                        o * step;
                    Scalar* const to = taps + (Conv.left - kx + points) % points * lanes;
                    for (int i = 0; i < count; ++i) to[i] = from[i * step] * scale;
                }
                transform_row<Scalar, count, points>(taps, nullptr, lanes,
                                                     plane + ky * plane_row<Scalar>);
            }
            transform_columns<Scalar, count>(plane, products::half, spectrum + o,
                                             products::weights_frequency, Outputs,
                                             window_rows<Conv.window_height, Conv.top>{});
        });
    }

    /// body(place in the output, place in `lines`) for the pooled outputs of a row of both images.
    static void for_outputs(int pair, int y, int f, auto&& body) {
        for (int image = 0; image < images_of(pair); ++image)
            for (int x = 0; x < out_shape.width; ++x)
                body((extent{2} * pair + image) * out_size +
                         (extent{y} * out_shape.width + x) * filters + f,
                     image * Then.pool * line_row + extent{x} * Then.pool * lanes);
    }

    /// `seeing`: which outputs of each image are more than their bias.
    static void finish_images(const stage_data<Scalar>& data, int pair, std::byte* scratch,
                              const Scalar* spectrum, const plane_bits* seeing) {
        Scalar* const plane = array_at<Scalar>(scratch, scratch_room.plane);
        Scalar* const lines = array_at<Scalar>(scratch, scratch_room.lines);
        auto* const places = array_at<std::uint8_t>(data.saved, 0);
        for_pieces<filters, lanes>([&](auto count, int f) {
            restore_columns<Scalar, count>(spectrum + f, points, products::out_frequency, filters,
                                           plane, first_rows<Conv.out.height>{});
            const auto bias = vector<count>::load(data.biases() + f);
            for (int y = 0; y < out_shape.height; ++y) {
                for (int row = 0; row < Then.pool; ++row) {
                    const int at = y * Then.pool + row;
                    Scalar* const line = lines + row * line_row;
                    restore_row<Scalar, count, Conv.out.width>(plane + at * plane_row<Scalar>, line,
                                                               line + Then.pool * line_row, lanes);
                    for (int image = 0; image < images_of(pair); ++image)
                        fill_blind_pixels<Conv.out.width>(seeing[image].row[at],
                                                          line + image * Then.pool * line_row,
                                                          lanes, bias);
                }
                for_outputs(pair, y, f, [&](extent at, extent line) {
                    pool_pixel<Scalar, Then.pool, Then.relu, count>(lines + line, lanes, line_row,
                                                                    data.out + at, places + at);
                });
            }
        });
    }

    /// Writes into `seeing` which inputs of each image have a gradient, if anyone asks for it.
    template <bool Asked>
    static void transform_gradient(const stage_data<Scalar>& data, int pair, std::byte* scratch,
                                   Scalar* spectrum, plane_bits* seeing) {
        Scalar* const plane = array_at<Scalar>(scratch, scratch_room.plane);
        Scalar* const lines = array_at<Scalar>(scratch, scratch_room.lines);
        const auto* const places = array_at<std::uint8_t>(data.saved, 0);
        [[maybe_unused]] plane_bits nonzero[2] = {};
        for_pieces<filters, lanes>([&](auto count, int f) {
            for (int y = 0; y < out_shape.height; ++y) {
                for_outputs(pair, y, f, [&](extent at, extent line) {
                    unpool_pixel<Scalar, Then.pool, Then.relu, count>(
                        data.out_gradient + at, data.out + at, places + at, lanes, line_row,
                        lines + line);
                });
                for (int row = 0; row < Then.pool; ++row) {
                    const int at = y * Then.pool + row;
                    const Scalar* const line = lines + row * line_row;
                    transform_row<Scalar, count, Conv.out.width>(
                        line, has_second(pair) ? line + Then.pool * line_row : nullptr, lanes,
                        plane + at * plane_row<Scalar>);
                    if constexpr (Asked) {
                        for (int image = 0; image < images_of(pair); ++image)
                            nonzero[image].row[at] |= nonzero_pixels<Conv.out.width, count>(
                                line + image * Then.pool * line_row, lanes);
                    }
                }
            }
            transform_columns<Scalar, count>(plane, points, spectrum + f, products::out_frequency,
                                             filters, first_rows<Conv.out.height>{});
        });
        if constexpr (Asked) {
            for (int image = 0; image < images_of(pair); ++image)
                seeing[image] = seeing_inputs<Conv>(nonzero[image]);
        }
    }

    static void finish_input_gradient(const stage_data<Scalar>& data, int pair, Scalar* plane,
                                      const Scalar* spectrum, const plane_bits* seeing) {
        Scalar* const first = data.in_gradient() + extent{2} * pair * in_size;
        Scalar* const second = has_second(pair) ? first + in_size : nullptr;
        for_pieces<channels, lanes>([&](auto count, int c) {
            restore_columns<Scalar, count>(spectrum + c, points, products::in_frequency, channels,
                                           plane, first_rows<in_shape.height>{});
            for (int y = 0; y < in_shape.height; ++y) {
                const extent at = extent{y} * in_shape.width * channels + c;
                restore_row<Scalar, count, in_shape.width>(
                    plane + y * plane_row<Scalar>, first + at, second ? second + at : nullptr,
                    channels);
                for (int image = 0; image < images_of(pair); ++image)
                    fill_blind_pixels<in_shape.width>(seeing[image].row[y],
                                                      first + image * in_size + at, channels,
                                                      vector<count>::set(0));
            }
        });
    }

    /// The gradient of the weights of one input channel: dh(m) = 1/256 · the sum over the plane of
    /// its spectrum, of which the columns 1 … 7 stand for 9 … 15 too.
    static void update_weights(const Scalar* gradient, int c, Scalar* plane, const auto& sink) {
        constexpr Scalar scale = Scalar{1} / products::frequencies;
        for_pieces<filters, lanes>([&](auto count, int f) {
            restore_columns<Scalar, count>(gradient + extent{c} * 2 * filters + f, products::half,
                                           products::weights_frequency, filters, plane,
                                           window_rows<Conv.window_height, Conv.top>{});
            for (int ky = 0; ky < Conv.window_height; ++ky) {
                const Scalar* const row = plane + ky * plane_row<Scalar>;
                unrolled<Conv.window_width>([&](auto kx) TYPENET_INLINE_LAMBDA {
                    constexpr int m = (Conv.left - kx + points) % points;
                    // Columns 0 and 8 hold f and -f in two places: what the images of a pair have
                    // in common is the imaginary part of their sums.
                    const auto start = vector<count>::load(row);
                    const auto end = vector<count>::load(row + points / 2 * plane_pixel<Scalar>);
                    auto sum = m % 2 == 0 ? start + end : start - end;
                    unrolled<products::half - 2>([&](auto i) TYPENET_INLINE_LAMBDA {
                        constexpr int fx = i + 1;
                        constexpr sixteenth turn = sixteenth_of_turn(fx * m);
                        const Scalar* const at = row + fx * plane_pixel<Scalar>;
                        sum =
                            multiply_add(vector<count>::load(at),
                                         vector<count>::set(static_cast<Scalar>(turn.cosine)), sum);
                        sum = negative_multiply_add(
                            vector<count>::load(at + lanes),
                            vector<count>::set(static_cast<Scalar>(turn.sine)), sum);
                    });
                    sink.template row<weights_tensor>(
                        ((extent{ky} * Conv.window_width + kx) * channels + c) * filters + f,
                        sum * vector<count>::set(scale));
                });
            }
        });
    }

    /// Frequency 0 of the output's gradient is its sum over the image: real parts are those of the
    /// first images of the pairs, imaginary parts those of the second.
    static void update_biases(const Scalar* spectra, const auto& sink) {
        for_pieces<filters, lanes>([&](auto count, int f) {
            auto sum = vector<count>::set(0);
            for (int pair = 0; pair < pairs; ++pair) {
                const Scalar* const both = spectra +
                                           pair / products::block_size * products::out_spectrum +
                                           pair % products::block_size * 2 * filters + f;
                sum = sum + vector<count>::load(both) + vector<count>::load(both + filters);
            }
            sink.template row<biases_tensor>(f, sum);
        });
    }
};

}  // namespace typenet::kernel
