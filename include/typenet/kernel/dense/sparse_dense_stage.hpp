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
/// lists are the gradient of the weights, which is transposed back and updates them row by row,
/// while the next units are summed: updates wait for memory and for roots, sums do not. Both sums
/// go group by group, so that the rows that they read stay in the first-level cache.
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
    /// Inputs of a task.
    static constexpr int block = table_columns<Scalar>(Inputs);
    static constexpr int blocks = (Inputs + block - 1) / block;
    /// Units that are summed while those before them are updated: a row of them is long enough for
    /// memory to be read along.
    static constexpr int span = std::min(Units, 64);
    /// Of which so many are updated at once.
    static constexpr int piece =
        span % (4 * simd::width<Scalar>) == 0 ? 4 * simd::width<Scalar> : span;
    static constexpr int pieces = span / piece;
    static constexpr extent span_row = odd_lines<Scalar>(span);
    static constexpr extent batch_row = odd_lines<Scalar>(Batch);

    static constexpr int units_group = std::min(Units, table_rows);
    using lists_of_images = nonzero_lists<Scalar, Batch, Units, Batch * units_group>;
    using lists_of_units = nonzero_lists<Scalar, Units, Batch, Batch * units_group>;
    static constexpr int images_group = lists_of_units::group_size;
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
        extent sums = all.add<Scalar>(span * block);
        extent gradient = all.add<Scalar>(block * span_row);
    } block_room{};

public:
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent backward_scratch =
        std::max(list_room.all.bytes(), block_room.all.bytes());

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
    /// The lists of a group of units.
    template <int Count>
    static void list_group(const stage_data<Scalar>& data, int group, std::byte* scratch,
                           const auto& sink) {
        const extent unit = extent{group} * units_group;
        Scalar* const by_image = array_at<Scalar>(scratch, list_room.by_image);
        Scalar* const by_unit = array_at<Scalar>(scratch, list_room.by_unit);
        auto start = lists_of_images::start_of(group);
        sparse_dense_stage::template mask_gradient<Count>(
            data, unit, sink, [&](int image, const Scalar* gradient) {
                std::copy_n(gradient, Count, by_image + extent{image} * Count);
                start = shared_room.images.template make<Count>(data.shared, group, image, gradient,
                                                                start);
            });
        transpose<Scalar, Batch, Count>(by_image, Count, by_unit, batch_row);
        start = lists_of_units::start_of(group);
        for (int u = 0; u < Count; ++u) {
            for_pieces<Batch, images_group>([&](auto images, int image) {
                start = shared_room.units.template make<images>(
                    data.shared, image / images_group, unit + u, by_unit + u * batch_row + image,
                    start);
            });
        }
    }

    /// in_gradient[image][i] = sum over living u of gradient[image][u] · weights[i][u].
    template <int Count>
    static TYPENET_INLINE void input_gradient(const stage_data<Scalar>& data, extent input,
                                              std::byte* scratch) {
        Scalar* const weights = array_at<Scalar>(scratch, block_room.weights);
        for_pieces<Units, units_group>([&](auto units, int unit) {
            transpose<Scalar, Count, units>(data.weights() + input * Units + unit, Units, weights,
                                            block);
            const auto sum_all = [&]<bool Add>() TYPENET_INLINE_LAMBDA {
                for (int image = 0; image < Batch; ++image) {
                    // The weights of the next group: the processor does not see them coming.
                    if (unit + units_group < Units) {
                        for (int i = image * Count / Batch; i < (image + 1) * Count / Batch; ++i) {
                            simd::prefetch<units_group>(data.weights() + (input + i) * Units +
                                                        unit + units_group);
                        }
                    }
                    shared_room.images.template sum<Count, block, Add>(
                        data.shared, unit / units_group, image, weights,
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
    static TYPENET_INLINE void update_weights(const stage_data<Scalar>& data, extent input,
                                              std::byte* scratch, const auto& sink) {
        Scalar* const inputs = array_at<Scalar>(scratch, block_room.inputs);
        Scalar* const sums = array_at<Scalar>(scratch, block_room.sums);
        Scalar* const gradient = array_at<Scalar>(scratch, block_room.gradient);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(data.in() + image * in_size + input, Count, inputs + extent{image} * block);
        const auto row = [&](int i, int unit) { return (input + i) * Units + unit; };
        for_pieces<Units, span>([&](auto units, int unit) {
            int step = 0;
            const auto sum_all = [&]<bool Add>(int group) TYPENET_INLINE_LAMBDA {
                const Scalar* const table = inputs + extent{group} * images_group * block;
                for (int u = 0; u < units; ++u) {
                    shared_room.units.template sum<Count, block, Add>(
                        data.shared, group, unit + u, table, sums + extent{u} * block);
                    // Meanwhile the units before these are updated, and what these need is fetched.
                    const int sums_done = group * units + u + 1;
                    constexpr int all_sums = units * lists_of_units::groups;
                    for (; step * all_sums < Count * pieces * sums_done; ++step) {
                        const int i = step / pieces;
                        const int at = step % pieces * piece;
                        if (at == 0) sink.template prefetch<weights_tensor, units>(row(i, unit));
                        if (unit > 0)
                            sparse_dense_stage::template hand_on<weights_tensor, piece>(
                                row(i, unit - span + at), gradient + i * span_row + at, sink);
                    }
                }
            };
            sum_all.template operator()<false>(0);
            for (int group = 1; group < lists_of_units::groups; ++group)
                sum_all.template operator()<true>(group);
            transpose<Scalar, units, Count>(sums, block, gradient, span_row);
        });
        constexpr int last = (Units - 1) % span + 1;
        for (int i = 0; i < Count; ++i)
            sparse_dense_stage::template hand_on<weights_tensor, last>(
                row(i, Units - last), gradient + i * span_row, sink);
    }
};

}  // namespace typenet::kernel
