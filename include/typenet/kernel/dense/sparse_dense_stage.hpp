// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/dense/sparse_dense_forward.hpp"
#include "typenet/kernel/transpose.hpp"

namespace typenet::kernel {

/// dense + relu, dense + relu + dropout, for batches: backward leaves out the outputs that ReLU or
/// dropout set to 0, half to nine tenths of them, whose gradient is 0.
///
/// First the gradient becomes lists: of each image's living units, and of each unit's living
/// images. Then a block of inputs is one task, and inputs are the lanes: transposed weights summed
/// along the images' lists are the input's gradient; rows of the input summed along the units'
/// lists are the gradient of the weights, which is transposed back and updates them row by row.
/// Both sums go group by group, so that the rows that they read stay in the first-level cache.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
/// **Cost**: two multiply-adds for each weight and each living output.
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct sparse_dense_stage : sparse_dense_forward<Scalar, Batch, Inputs, Units, Then> {
    using base = sparse_dense_forward<Scalar, Batch, Inputs, Units, Then>;
    using base::in_size;
    using base::out_size;
    static_assert(Then.relu, "the lists are of what ReLU left alive");

private:
    static constexpr int lanes = simd::width<Scalar>;
    /// Inputs of a task: eight vectors of sums, so that no addition waits for the one before it.
    static constexpr int block = std::min(Inputs, 8 * lanes);
    static constexpr int blocks = (Inputs + block - 1) / block;
    static constexpr int rows = table_rows<Scalar>(block);
    static constexpr int units_group = std::min(Units, rows);
    static constexpr int images_group = std::min(Batch, rows);
    /// Units whose gradients wait in the second-level cache for their updates.
    static constexpr int span = std::min(Units, block);
    /// Units whose gradients are transposed together.
    static constexpr int chunk = std::min(span, 4 * lanes);
    static constexpr extent span_row = odd_lines<Scalar>(span);
    static constexpr extent batch_row = odd_lines<Scalar>(Batch);

    using lists_of_images = nonzero_lists<Scalar, Batch, Units, units_group, block>;
    using lists_of_units = nonzero_lists<Scalar, Units, Batch, images_group, block>;
    static constexpr struct shared_rooms {
        layout all;
        lists_of_images images{all};
        lists_of_units units{all};
    } shared_room{};
    static constexpr struct list_rooms {
        layout all;
        extent by_image = all.add<Scalar>(Batch * units_group);
        extent by_unit = all.add<Scalar>(units_group * batch_row);
    } list_room{};
    static constexpr struct block_rooms {
        layout all;
        extent weights = all.add<Scalar>(units_group * block);
        extent inputs = all.add<Scalar>(Batch * block);
        extent sums = all.add<Scalar>(chunk * block);
        extent gradient = all.add<Scalar>(block * span_row);
    } block_room{};

public:
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent backward_scratch =
        std::max(list_room.all.bytes(), block_room.all.bytes());
    static constexpr bool backward_reads_output = true;

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        executor.run(lists_of_images::groups, [&](int group, std::byte* scratch) {
            with_size<Units, units_group>(
                group, [&](auto count) { list_group<count>(data, group, scratch, sink); });
        });
        executor.run(blocks, [&](int task, std::byte* scratch) {
            with_size<Inputs, block>(task, [&](auto count) {
                const extent input = extent{task} * block;
                if constexpr (To[0] != gradient_mode::none)
                    input_gradient<count>(data, input, scratch);
                update_weights<count>(data, input, scratch, sink);
            });
        });
    }

private:
    /// The lists of a group of units, and the gradient of its biases: the sum over the images in
    /// order.
    template <int Count>
    static void list_group(const stage_data<Scalar>& data, int group, std::byte* scratch,
                           const auto& sink) {
        const extent unit = extent{group} * units_group;
        const auto scale =
            Then.dropout ? static_cast<Scalar>(1 / data.pass.keep_probability) : Scalar{1};
        Scalar* const by_image = array_at<Scalar>(scratch, list_room.by_image);
        Scalar* const by_unit = array_at<Scalar>(scratch, list_room.by_unit);
        Scalar sums[std::size_t{Count}] = {};
        for (int image = 0; image < Batch; ++image) {
            const Scalar* const gradient = data.out_gradient + image * out_size + unit;
            const Scalar* const out = data.out + image * out_size + unit;
            Scalar* const to = by_image + extent{image} * Count;
            for (int u = 0; u < Count; ++u) {
                const Scalar value = gradient[u] * scale;
                to[u] = out[u] > 0 ? value : Scalar{0};
                sums[u] += to[u];
            }
            shared_room.images.template make<Count>(data.shared, group, image, to);
        }
        transpose<Scalar, Batch, Count>(by_image, Count, by_unit, batch_row);
        for (int u = 0; u < Count; ++u) {
            for_pieces<Batch, images_group>([&](auto images, int image) {
                shared_room.units.template make<images>(data.shared, image / images_group, unit + u,
                                                        by_unit + u * batch_row + image);
            });
        }
        constexpr int piece = std::min(Count, 4 * lanes);
        for_pieces<Count, piece>([&](auto count, int u) {
            sink.template row<biases_tensor>(unit + u, simd::row<Scalar, count>::load(sums + u));
        });
    }

    /// in_gradient[image][i] = sum over living u of gradient[image][u] · weights[i][u].
    template <int Count>
    static void input_gradient(const stage_data<Scalar>& data, extent input, std::byte* scratch) {
        Scalar* const weights = array_at<Scalar>(scratch, block_room.weights);
        for_pieces<Units, units_group>([&](auto units, int unit) {
            transpose<Scalar, Count, units>(data.weights() + input * Units + unit, Units, weights,
                                            block);
            const auto sum_all = [&]<bool Add>() {
                for (int image = 0; image < Batch; ++image) {
                    // The weights of the next group: the processor does not see them coming.
                    if (unit + units_group < Units) {
                        for (int i = image * Count / Batch; i < (image + 1) * Count / Batch; ++i) {
                            simd::prefetch<units_group>(data.weights() + (input + i) * Units +
                                                        unit + units_group);
                        }
                    }
                    sum_along<Count, Add>(
                        shared_room.images.of(data.shared, unit / units_group, image), weights,
                        data.in_gradient() + image * in_size + input);
                }
            };
            if (unit == 0)
                sum_all.template operator()<false>();
            else
                sum_all.template operator()<true>();
        });
    }

    /// weights'[i][u] = sum over living images of gradient[image][u] · in[image][i], then the
    /// update.
    template <int Count>
    static void update_weights(const stage_data<Scalar>& data, extent input, std::byte* scratch,
                               const auto& sink) {
        Scalar* const inputs = array_at<Scalar>(scratch, block_room.inputs);
        Scalar* const sums = array_at<Scalar>(scratch, block_room.sums);
        Scalar* const gradient = array_at<Scalar>(scratch, block_room.gradient);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(data.in() + image * in_size + input, Count, inputs + extent{image} * block);
        for_pieces<Units, span>([&](auto spanned, int first) {
            for_pieces<spanned, chunk>([&](auto units, int unit) {
                for (int group = 0; group < lists_of_units::groups; ++group) {
                    const Scalar* const table = inputs + extent{group} * images_group * block;
                    const auto sum_all = [&]<bool Add>() {
                        for (int u = 0; u < units; ++u) {
                            if (!Add && unit + u < Count)
                                sink.template prefetch<weights_tensor, spanned>(
                                    (input + unit + u) * Units + first);
                            sum_along<Count, Add>(
                                shared_room.units.of(data.shared, group, first + unit + u), table,
                                sums + extent{u} * block);
                        }
                    };
                    if (group == 0)
                        sum_all.template operator()<false>();
                    else
                        sum_all.template operator()<true>();
                }
                transpose<Scalar, units, Count>(sums, block, gradient + unit, span_row);
            });
            constexpr int piece = std::min(int{spanned}, 4 * lanes);
            for (int i = 0; i < Count; ++i) {
                for_pieces<spanned, piece>([&](auto count, int u) {
                    sink.template row<weights_tensor>(
                        (input + i) * Units + first + u,
                        simd::row<Scalar, count>::load(gradient + i * span_row + u));
                });
            }
        });
    }
};

}  // namespace typenet::kernel
