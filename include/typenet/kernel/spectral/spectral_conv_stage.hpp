// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/pool/pooling.hpp"
#include "typenet/kernel/spectral/complex_tile.hpp"
#include "typenet/kernel/spectral/plane.hpp"
#include "typenet/kernel/spectral/seen_pixels.hpp"
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
/// **Shapes**: spectra are [frequency][pair of images][re: channels | im: channels]; those of the
/// weights are [frequency][in][re: out | im: out], for the columns 0 … 8 of the plane: the weights
/// are real, so frequency -f is the conjugate of f.
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
    static constexpr int frequencies = points * points;
    static constexpr int half = points / 2 + 1;
    static constexpr int half_frequencies = points * half;
    static constexpr int pairs = (Batch + 1) / 2;
    static constexpr int lanes = simd::width<Scalar>;

    static constexpr extent in_frequency = odd_lines<Scalar>(extent{pairs} * 2 * channels);
    static constexpr extent out_frequency = odd_lines<Scalar>(extent{pairs} * 2 * filters);
    static constexpr extent weights_frequency = odd_lines<Scalar>(extent{channels} * 2 * filters);

    static constexpr struct saved_rooms {
        layout all;
        extent places = all.add<std::uint8_t>(Then.pool > 1 ? Batch * out_size : 0);
        extent in = all.add<Scalar>(frequencies * in_frequency);
    } saved_room{};
    static constexpr struct forward_rooms {
        layout all;
        extent weights = all.add<Scalar>(half_frequencies * weights_frequency);
        extent out = all.add<Scalar>(frequencies * out_frequency);
        extent seeing = all.add<plane_bits>(Batch);
    } forward_room{};
    static constexpr struct backward_rooms {
        layout all;
        extent weights = all.add<Scalar>(half_frequencies * weights_frequency);
        extent gradient = all.add<Scalar>(half_frequencies * weights_frequency);
        extent out = all.add<Scalar>(frequencies * out_frequency);
        extent seeing = all.add<plane_bits>(Batch);
    } backward_room{};
    /// A plane, and the lines of two images under one row of pooled outputs, [image][row][x], all
    /// of one vector of channels.
    static constexpr extent line_row = extent{points} * lanes;
    static constexpr struct scratch_rooms {
        layout all;
        extent plane = all.add<Scalar>(points * plane_row<Scalar>);
        extent lines = all.add<Scalar>(2 * Then.pool * line_row);
    } scratch_room{};

public:
    static constexpr extent saved_bytes = saved_room.all.bytes();
    static constexpr extent forward_shared = forward_room.all.bytes();
    static constexpr extent backward_shared = backward_room.all.bytes();
    static constexpr extent forward_scratch = scratch_room.all.bytes();
    static constexpr extent backward_scratch = scratch_room.all.bytes();
    static constexpr bool backward_reads_output = Then.relu && Then.pool == 1;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        Scalar* const weights = array_at<Scalar>(data.shared, forward_room.weights);
        Scalar* const out = array_at<Scalar>(data.shared, forward_room.out);
        Scalar* const in = array_at<Scalar>(data.saved, saved_room.in);
        auto* const seeing = array_at<plane_bits>(data.shared, forward_room.seeing);
        executor.run(channels, [&](int c, std::byte* scratch) {
            transform_weights<filters>(data.weights() + extent{c} * filters, 1,
                                       array_at<Scalar>(scratch, scratch_room.plane),
                                       weights + extent{c} * 2 * filters);
        });
        executor.run(pairs, [&](int pair, std::byte* scratch) {
            for (int image = 2 * pair; image < 2 * pair + images_of(pair); ++image)
                seeing[image] = seeing_outputs<Conv>(data.in() + image * in_size);
            transform_images(data, pair, array_at<Scalar>(scratch, scratch_room.plane), in);
        });
        executor.run(half_frequencies, [&](int h, std::byte*) {
            multiply_all<channels, filters, conjugate::none>(h, in, in_frequency, weights, out,
                                                             out_frequency, data.biases());
        });
        executor.run(pairs, [&](int pair, std::byte* scratch) {
            finish_images(data, pair, scratch, out, seeing + 2 * pair);
        });
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        Scalar* const weights = array_at<Scalar>(data.shared, backward_room.weights);
        Scalar* const gradient = array_at<Scalar>(data.shared, backward_room.gradient);
        Scalar* const out = array_at<Scalar>(data.shared, backward_room.out);
        Scalar* const in = array_at<Scalar>(data.saved, saved_room.in);
        auto* const seeing = array_at<plane_bits>(data.shared, backward_room.seeing);
        constexpr bool asked = To[0] != gradient_mode::none;
        if constexpr (asked) {
            executor.run(filters, [&](int f, std::byte* scratch) {
                transform_weights<channels>(data.weights() + f, filters,
                                            array_at<Scalar>(scratch, scratch_room.plane),
                                            weights + extent{f} * 2 * channels);
            });
        }
        executor.run(pairs, [&](int pair, std::byte* scratch) {
            transform_gradient<asked>(data, pair, scratch, out, seeing + 2 * pair);
        });
        executor.run(half_frequencies, [&](int h, std::byte*) {
            correlate(in, out, frequencies_of(h), gradient + h * weights_frequency);
            // The input's spectrum has had its last use: its gradient's takes its place.
            if constexpr (asked)
                multiply_all<filters, channels, conjugate::right>(h, out, out_frequency, weights,
                                                                  in, in_frequency, nullptr);
        });
        if constexpr (asked) {
            executor.run(pairs, [&](int pair, std::byte* scratch) {
                finish_input_gradient(data, pair, array_at<Scalar>(scratch, scratch_room.plane), in,
                                      seeing + 2 * pair);
            });
        }
        executor.run(channels, [&](int c, std::byte* scratch) {
            update_weights(gradient, c, array_at<Scalar>(scratch, scratch_room.plane), sink);
            if (c == 0) update_biases(out, sink);
        });
    }

private:
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

    template <int Count>
    using vector = simd::row<Scalar, Count>;
    static constexpr bool has_second(int pair) { return 2 * pair + 1 < Batch; }
    static constexpr int images_of(int pair) { return has_second(pair) ? 2 : 1; }

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
            transform_columns<Scalar, count>(plane, points,
                                             spectrum + extent{pair} * 2 * channels + c,
                                             in_frequency, channels, first_rows<in_shape.height>{});
        });
    }

    /// h^ of one input channel against `Outputs` others, scaled by 1/256; h(top - k) = weights(k).
    /// `step` is the distance of two outputs in memory.
    template <int Outputs>
    static void transform_weights(const Scalar* weights, extent step, Scalar* plane,
                                  Scalar* spectrum) {
        constexpr Scalar scale = Scalar{1} / frequencies;
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
            transform_columns<Scalar, count>(plane, half, spectrum + o, weights_frequency, Outputs,
                                             window_rows<Conv.window_height, Conv.top>{});
        });
    }

    /// Frequency h of the half plane by the weights', and its negative by the conjugate of these.
    /// What is added to frequency 0 is added to every pixel.
    template <int In, int Out, conjugate Which>
    static void multiply_all(int h, const Scalar* from, extent from_frequency,
                             const Scalar* weights, Scalar* to, extent to_frequency,
                             const Scalar* start) {
        constexpr conjugate other = Which == conjugate::none ? conjugate::right : conjugate::none;
        const auto [f, partner] = frequencies_of(h);
        const Scalar* const by = weights + h * weights_frequency;
        multiply<In, Out, Which>(from + f * from_frequency, by, to + f * to_frequency,
                                 f == 0 ? start : nullptr);
        if (partner >= 0)
            multiply<In, Out, other>(from + partner * from_frequency, by,
                                     to + partner * to_frequency, nullptr);
    }

    /// One frequency: to[pair][out] = start[out] + sum over in of from[pair][in] · by[in][out],
    /// with the same start, or 0, for both parts.
    template <int In, int Out, conjugate Which>
    static void multiply(const Scalar* from, const Scalar* by, Scalar* to, const Scalar* start) {
        constexpr tile_size size = best_complex_tile<Scalar>(pairs, Out);
        constexpr tile_strides strides{2 * In, 1, 2 * Out};
        for_pieces<Out, size.columns>([&](auto columns, int o) {
            for_pieces<pairs, size.rows>([&](auto rows, int pair) {
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
    static void correlate(const Scalar* in, const Scalar* out, frequency_pair at, Scalar* to) {
        const auto [f, partner] = at;
        constexpr tile_size size = best_complex_tile<Scalar>(channels, filters);
        constexpr tile_strides strides{1, 2 * channels, 2 * filters};
        for_pieces<filters, size.columns>([&](auto columns, int o) {
            for_pieces<channels, size.rows>([&](auto rows, int c) {
                complex_tile<Scalar, rows, columns> sum;
                sum.set(vector<columns>::set(0));
                sum.template accumulate<strides, channels, filters, conjugate::left>(
                    in + f * in_frequency + c, out + f * out_frequency + o, pairs);
                if (partner >= 0) {
                    sum.template accumulate<strides, channels, filters, conjugate::right>(
                        in + partner * in_frequency + c, out + partner * out_frequency + o, pairs);
                }
                sum.store(to + extent{c} * 2 * filters + o, 2 * filters, filters);
            });
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
        auto* const places = array_at<std::uint8_t>(data.saved, saved_room.places);
        for_pieces<filters, lanes>([&](auto count, int f) {
            restore_columns<Scalar, count>(spectrum + extent{pair} * 2 * filters + f, points,
                                           out_frequency, filters, plane,
                                           first_rows<Conv.out.height>{});
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
        const auto* const places = array_at<std::uint8_t>(data.saved, saved_room.places);
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
            transform_columns<Scalar, count>(plane, points,
                                             spectrum + extent{pair} * 2 * filters + f,
                                             out_frequency, filters, first_rows<Conv.out.height>{});
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
            restore_columns<Scalar, count>(spectrum + extent{pair} * 2 * channels + c, points,
                                           in_frequency, channels, plane,
                                           first_rows<in_shape.height>{});
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
        constexpr Scalar scale = Scalar{1} / frequencies;
        for_pieces<filters, lanes>([&](auto count, int f) {
            restore_columns<Scalar, count>(gradient + extent{c} * 2 * filters + f, half,
                                           weights_frequency, filters, plane,
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
                    unrolled<half - 2>([&](auto i) TYPENET_INLINE_LAMBDA {
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
    static void update_biases(const Scalar* spectrum, const auto& sink) {
        for_pieces<filters, lanes>([&](auto count, int f) {
            auto sum = vector<count>::set(0);
            for (int pair = 0; pair < pairs; ++pair) {
                const Scalar* const both = spectrum + extent{pair} * 2 * filters + f;
                sum = sum + vector<count>::load(both) + vector<count>::load(both + filters);
            }
            sink.template row<biases_tensor>(f, sum);
        });
    }
};

}  // namespace typenet::kernel
