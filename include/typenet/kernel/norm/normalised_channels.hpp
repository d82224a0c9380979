// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/math.hpp"
#include "typenet/kernel/norm/channel_sums.hpp"
#include "typenet/kernel/slice_sums.hpp"

namespace typenet::kernel {

/// batch_norm, batch_norm + relu, over any number of pixels: images of all sizes are one function.
/// Lanes are channels. Each slice of the batch sums its pixels, the slices are added in order, and
/// every pixel is then scaled and shifted: two passes over the input. Backward likewise: the
/// gradient's two sums, then the input's gradient. What ReLU let through is found again from the
/// input, by the arithmetic of forward.
///
/// **Errors**: mean and variance as `channel_sums`; what is added to a pixel is rounded to Scalar.
/// **Cost**: that of memory, five numbers a pixel and channel forward and backward together.
template <class Scalar, int Batch, int Channels, bool Relu>
struct normalised_channels {
    /// What else the layer says.
    struct layer_numbers {
        extent pixels;  ///< of an image
        double momentum;
        double epsilon;
    };

private:
    static constexpr int channels = Channels;
    static constexpr int slices = slices_of(Batch);
    /// Of channels whose factors, five each, are in registers together.
    static constexpr int vectors = simd::registers / 8;
    using sums = channel_sums<channels>;
    using moments = channel_moments<channels>;

    /// What forward finds and backward needs.
    struct statistics {
        double mean[std::size_t{channels}];
        double variance[std::size_t{channels}];
    };
    /// out = (in - mean)·scale + beta.
    struct affine {
        Scalar mean[std::size_t{channels}];
        Scalar scale[std::size_t{channels}];
        Scalar beta[std::size_t{channels}];
    };
    /// in_gradient = gradient·scale - (in - mean)·slope - level.
    struct descent {
        affine forward;
        Scalar slope[std::size_t{channels}];
        Scalar level[std::size_t{channels}];
        Scalar change[4][std::size_t{channels}];  ///< of the layer's tensors
    };
    static constexpr struct rooms {
        layout all;
        extent moments = all.add<normalised_channels::moments>(slices);
        extent sums = all.add<normalised_channels::sums>(slices);
        extent factors = all.add<descent>(1);
    } room{};

public:
    static constexpr extent saved_bytes = sizeof(statistics);
    static constexpr extent shared_bytes = room.all.bytes();

    template <class Executor>
    TYPENET_NOINLINE static void forward(const stage_data<Scalar>& data, const layer_numbers& layer,
                                         Executor& executor) {
        const affine* by;
        if (data.pass.trains) {
            auto* const parts = array_at<moments>(data.shared, room.moments);
            for_slices(layer, executor, [&](int slice, extent first, extent count) {
                parts[slice].clear();
                parts[slice].add_pixels(data.in() + first * channels, count);
            });
            const moments& all = added(parts);
            auto& found = *array_at<statistics>(data.saved, 0);
            for (int c = 0; c < channels; ++c) {
                found.mean[c] = all.mean[c];
                found.variance[c] = std::max(all.squares[c], 0.0) / all.count;
            }
            affine& to = array_at<descent>(data.shared, room.factors)->forward;
            set(to, found, layer, data);
            by = &to;
        } else {
            by = &known(data, layer);
        }
        for_slices(layer, executor, [&](int /*slice*/, extent first, extent count) {
            normalise(*by, data.in() + first * channels, data.out + first * channels, count);
        });
    }
    /// What finishes pixels one by one where statistics are known, which is not while training.
    static pixel_finish<Scalar> finish(const stage_data<Scalar>& data, const layer_numbers& layer) {
        return {[](const void* by, Scalar* pixels, extent count) {
                    normalise(*static_cast<const affine*>(by), pixels, pixels, count);
                },
                &known(data, layer)};
    }

    template <gradient_mode To, class Executor, class Sink>
    TYPENET_NOINLINE static void backward(const stage_data<Scalar>& data,
                                          const layer_numbers& layer, Executor& executor,
                                          const Sink& sink) {
        const auto& found = *array_at<statistics>(data.saved, 0);
        descent& by = *array_at<descent>(data.shared, room.factors);
        set(by.forward, found, layer, data);
        auto* const parts = array_at<sums>(data.shared, room.sums);
        for_slices(layer, executor, [&](int slice, extent first, extent count) {
            parts[slice].clear();
            sum_gradients(data, by.forward, first, count, parts[slice]);
        });
        set(by, found, added(parts), layer, data);
        if constexpr (To != gradient_mode::none) {
            for_slices(layer, executor, [&](int /*slice*/, extent first, extent count) {
                for_numbers(first, count, [&](auto lanes, int c, extent from, extent end) {
                    descend<To, lanes>(data, by, c, from, end);
                });
            });
        }
        // The slices have been added: they are one.
        hand_on_slices<gamma_tensor, 1>(by.change[gamma_tensor], 0, 0, channels, sink);
        hand_on_slices<beta_tensor, 1>(by.change[beta_tensor], 0, 0, channels, sink);
        hand_on_slices<mean_tensor, 1>(by.change[mean_tensor], 0, 0, channels, sink);
        hand_on_slices<variance_tensor, 1>(by.change[variance_tensor], 0, 0, channels, sink);
    }

private:
    static constexpr int gamma_tensor = 0;
    static constexpr int beta_tensor = 1;
    static constexpr int mean_tensor = 2;
    static constexpr int variance_tensor = 3;

    /// body(slice, its first pixel, its pixels) as the executor's tasks.
    static void for_slices(const layer_numbers& layer, auto& executor, auto&& body) {
        executor.run(slices, [&](int slice, std::byte*) {
            const extent first = slice_begin(Batch, slice) * layer.pixels;
            body(slice, first, slice_begin(Batch, slice + 1) * layer.pixels - first);
        });
    }
    /// By the statistics that training has left.
    static const affine& known(const stage_data<Scalar>& data, const layer_numbers& layer) {
        affine& to = array_at<descent>(data.shared, room.factors)->forward;
        for (int c = 0; c < channels; ++c)
            set(to, c, wide(data.tensors[mean_tensor][c]), wide(data.tensors[variance_tensor][c]),
                layer, data);
        return to;
    }
    static void normalise(const affine& by, const Scalar* in, Scalar* out, extent count) {
        for_numbers(0, count, [&](auto lanes, int c, extent from, extent end) {
            using row = simd::row<Scalar, lanes>;
            const output<row> output_of(by, c);
            for (extent at = from; at < end; at += channels) {
                row to = output_of(row::load(in + at));
                if constexpr (Relu) to = max(to, row::set(0));
                to.store(out + at);
            }
        });
    }
    /// body(lanes, channel, first number, end) for some channels of a block of pixels.
    static void for_numbers(extent first, extent count, auto&& body) {
        sums::template for_blocks<Scalar, vectors>(
            count, [&](extent from, int some, auto lanes, int c) {
                const extent at = (first + from) * channels + c;
                body(lanes, c, at, at + extent{some} * channels);
            });
    }
    /// All slices together, in the first one's place.
    template <class Part>
    static const Part& added(Part* parts) {
        for (int slice = 1; slice < slices; ++slice) parts[0].add(parts[slice]);
        return parts[0];
    }
    static double wide(Scalar number) { return static_cast<double>(number); }
    static double root(double variance, const layer_numbers& layer) {
        return math::sqrt(variance + layer.epsilon);
    }
    static void set(affine& to, const statistics& of, const layer_numbers& layer,
                    const stage_data<Scalar>& data) {
        for (int c = 0; c < channels; ++c) set(to, c, of.mean[c], of.variance[c], layer, data);
    }
    static void set(affine& to, int c, double mean, double variance, const layer_numbers& layer,
                    const stage_data<Scalar>& data) {
        to.mean[c] = static_cast<Scalar>(mean);
        to.scale[c] =
            static_cast<Scalar>(wide(data.tensors[gamma_tensor][c]) / root(variance, layer));
        to.beta[c] = data.tensors[beta_tensor][c];
    }
    static void set(descent& to, const statistics& of, const sums& all, const layer_numbers& layer,
                    const stage_data<Scalar>& data) {
        const auto count = static_cast<double>(Batch * layer.pixels);
        const double moves = 1 - layer.momentum;
        const double unbiased = count > 1 ? count / (count - 1) : 1;
        for (int c = 0; c < channels; ++c) {
            const double by = 1 / root(of.variance[c], layer);
            const double scale = wide(data.tensors[gamma_tensor][c]) * by;
            const double sum = all.first[c];
            const double sum_normal = all.second[c] * by;
            to.slope[c] = static_cast<Scalar>(scale * by * sum_normal / count);
            to.level[c] = static_cast<Scalar>(scale * sum / count);
            to.change[gamma_tensor][c] = static_cast<Scalar>(sum_normal);
            to.change[beta_tensor][c] = static_cast<Scalar>(sum);
            to.change[mean_tensor][c] =
                static_cast<Scalar>(moves * (of.mean[c] - wide(data.tensors[mean_tensor][c])));
            to.change[variance_tensor][c] = static_cast<Scalar>(
                moves * (of.variance[c] * unbiased - wide(data.tensors[variance_tensor][c])));
        }
    }

    /// The layer of some channels.
    template <class Row>
    struct output {
        Row mean, scale, beta;

        TYPENET_INLINE output(const affine& by, int c)
            : mean(Row::load(by.mean + c)),
              scale(Row::load(by.scale + c)),
              beta(Row::load(by.beta + c)) {}
        TYPENET_INLINE Row operator()(const Row& in) const {
            return multiply_add(in - mean, scale, beta);
        }
        /// What arrives of the output's gradient.
        TYPENET_INLINE Row gradient(const Row& in, const Row& out_gradient) const {
            if constexpr (!Relu) return out_gradient;
            return select_greater((*this)(in), Row::set(0), out_gradient, Row::set(0));
        }
    };

    /// Adds the gradient, and its products with the distance from the mean.
    static void sum_gradients(const stage_data<Scalar>& data, const affine& by, extent first,
                              extent count, sums& to) {
        sums::template for_blocks<Scalar, sums::vectors_of_sums>(count, [&](extent from, int some,
                                                                            auto lanes, int c) {
            using row = simd::row<Scalar, lanes>;
            const output<row> output_of(by, c);
            const extent start = (first + from) * channels + c;
            const auto sum =
                sums::template of_block<row>(some, [&](auto& s, int pixel) TYPENET_INLINE_LAMBDA {
                    const extent at = start + extent{pixel} * channels;
                    sums::template fetch_next<lanes>(data.in() + at);
                    sums::template fetch_next<lanes>(data.out_gradient + at);
                    const row in = row::load(data.in() + at);
                    const row gradient = output_of.gradient(in, row::load(data.out_gradient + at));
                    s.first = s.first + gradient;
                    s.second = multiply_add(in - output_of.mean, gradient, s.second);
                });
            Scalar one[std::size_t{lanes}];
            Scalar two[std::size_t{lanes}];
            sum.first.store(one);
            sum.second.store(two);
            for (int i = 0; i < lanes; ++i) {
                to.first[c + i] += wide(one[i]);
                to.second[c + i] += wide(two[i]);
            }
        });
    }
    template <gradient_mode Mode, int Lanes>
    static void descend(const stage_data<Scalar>& data, const descent& by, int c, extent from,
                        extent end) {
        using row = simd::row<Scalar, Lanes>;
        const output<row> output_of(by.forward, c);
        const row slope = row::load(by.slope + c);
        const row level = row::load(by.level + c);
        for (extent at = from; at < end; at += channels) {
            const row in = row::load(data.in() + at);
            const row gradient = output_of.gradient(in, row::load(data.out_gradient + at));
            row to = multiply_add(gradient, output_of.scale, row::set(0) - level);
            to = negative_multiply_add(in - output_of.mean, slope, to);
            if constexpr (Mode == gradient_mode::add) to = to + row::load(data.in_gradient() + at);
            to.store(data.in_gradient() + at);
        }
    }
};

}  // namespace typenet::kernel
