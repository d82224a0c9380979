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
/// Where more inputs are 0 than units, as in pictures, the gradient of the weights takes a second
/// way: rows of the output's gradient are summed along lists of each input's living images. The
/// sums have the same terms in the same order, so both ways give the same bits.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
/// **Cost**: two multiply-adds for each weight and each living output, or fewer.
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
    static constexpr int groups = lists_of_images::groups;
    static constexpr int images_group = lists_of_units::group_size;
    using lists_of_inputs = nonzero_lists<Scalar, block, Batch, block * Batch>;
    static constexpr struct shared_rooms {
        layout all;
        lists_of_images images{all};
        lists_of_units units{all};
        extent gradient = all.add<Scalar>(Batch * units_group * groups);
        extent living_units = all.add<std::int32_t>(groups);
        extent living_inputs = all.add<std::int32_t>(Batch);
    } shared_room{};
    static constexpr struct list_rooms {
        layout all;
        extent by_unit = all.add<Scalar>(units_group * batch_row);
    } list_room{};
    static constexpr struct input_rooms {
        layout all;
        lists_of_inputs lists{all};
        extent by_input = all.add<Scalar>(block * batch_row);
    } input_room{};
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
        std::max({list_room.all.bytes(), input_room.all.bytes(), block_room.all.bytes()});

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        const auto for_groups = [&](auto&& body) {
            executor.run(groups, [&](int group, std::byte* scratch) {
                with_size<Units, units_group>(group,
                                              [&](auto count) { body(count, group, scratch); });
            });
        };
        const auto for_blocks = [&](auto&& update) {
            executor.run(blocks, [&](int task, std::byte* scratch) {
                with_size<Inputs, block>(task, [&](auto count) {
                    const extent input = extent{task} * block;
                    if constexpr (To[0] != gradient_mode::none)
                        input_gradient<count>(data, input, scratch);
                    update(count, input, scratch);
                });
            });
        };
        for_groups(
            [&](auto count, int group, std::byte*) { list_images<count>(data, group, sink); });
        if (sums_along_inputs(data, executor)) {
            for_blocks([&](auto count, extent input, std::byte* scratch) TYPENET_INLINE_LAMBDA {
                update_along_inputs<count>(data, input, scratch, sink);
            });
        } else {
            for_groups([&](auto count, int group, std::byte* scratch) {
                list_units<count>(data, group, scratch);
            });
            for_blocks([&](auto count, extent input, std::byte* scratch) TYPENET_INLINE_LAMBDA {
                update_along_units<count>(data, input, scratch, sink);
            });
        }
    }

private:
    /// The gradient in front of ReLU of a group of units, [Batch][units].
    static Scalar* gradient_of(const stage_data<Scalar>& data, int group) {
        return array_at<Scalar>(data.shared, shared_room.gradient) +
               extent{group} * Batch * units_group;
    }

    /// That gradient, and each image's list of it.
    template <int Count>
    static void list_images(const stage_data<Scalar>& data, int group, const auto& sink) {
        Scalar* const by_image = gradient_of(data, group);
        const auto first = lists_of_images::start_of(group);
        auto start = first;
        sparse_dense_stage::template mask_gradient<Count>(
            data, extent{group} * units_group, sink, [&](int image, const Scalar* gradient) {
                std::copy_n(gradient, Count, by_image + extent{image} * Count);
                start = shared_room.images.template make<Count>(data.shared, group, image, gradient,
                                                                start);
            });
        array_at<std::int32_t>(data.shared, shared_room.living_units)[group] = start - first;
    }

    /// Whether lists of inputs give the weights' gradient faster than lists of units. They may be a
    /// little longer: what is summed along them need not be transposed. Zen 4, 3136 inputs, 1024
    /// units, batch 128: equal at 1.23 times as many with AVX-512, 1.1 with AVX2.
    template <class Executor>
    static bool sums_along_inputs(const stage_data<Scalar>& data, Executor& executor) {
        constexpr double equal = 1.15;
        const auto* const units = array_at<std::int32_t>(data.shared, shared_room.living_units);
        auto* const room = array_at<std::int32_t>(data.shared, shared_room.living_inputs);
        return base::share_of_inputs(data, executor, room) <
               equal * std::accumulate(units, units + groups, 0.0) / (double{Batch} * Units);
    }

    /// Each unit's list of a group of units.
    template <int Count>
    static void list_units(const stage_data<Scalar>& data, int group, std::byte* scratch) {
        Scalar* const by_unit = array_at<Scalar>(scratch, list_room.by_unit);
        transpose<Scalar, Batch, Count>(gradient_of(data, group), Count, by_unit, batch_row);
        auto start = lists_of_units::start_of(group);
        for (int u = 0; u < Count; ++u) {
            for_pieces<Batch, images_group>([&](auto images, int image) {
                start = shared_room.units.template make<images>(
                    data.shared, image / images_group, extent{group} * units_group + u,
                    by_unit + u * batch_row + image, start);
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
    static TYPENET_INLINE void update_along_units(const stage_data<Scalar>& data, extent input,
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

    /// The same sums, in the same order, along lists of the images for which an input is not 0:
    /// rows of the output's gradient are summed, so that they come as the weights lie in memory.
    template <int Count>
    static TYPENET_INLINE void update_along_inputs(const stage_data<Scalar>& data, extent input,
                                                   std::byte* scratch, const auto& sink) {
        Scalar* const by_input = array_at<Scalar>(scratch, input_room.by_input);
        transpose<Scalar, Batch, Count>(data.in() + input, in_size, by_input, batch_row);
        std::int32_t start = 0;
        for (int i = 0; i < Count; ++i)
            for_pieces<Batch, images_group>([&](auto images, int image) {
                start = input_room.lists.template make<images>(
                    scratch, image / images_group, i, by_input + i * batch_row + image, start);
            });
        for_pieces<Units, units_group>([&](auto units, int unit) TYPENET_INLINE_LAMBDA {
            const Scalar* const table = gradient_of(data, unit / units_group);
            for (int i = 0; i < Count; ++i) {
                const extent at = (input + i) * Units + unit;
                if (unit + units_group < Units)
                    sink.template prefetch<weights_tensor, units_group>(at + units_group);
                alignas(alignment) Scalar sums[std::size_t{units}];
                input_room.lists.template sum<units, units, false>(scratch, 0, i, table, sums);
                for (int group = 1; group < lists_of_inputs::groups; ++group)
                    input_room.lists.template sum<units, units, true>(
                        scratch, group, i, table + extent{group} * images_group * units, sums);
                sparse_dense_stage::template hand_on<weights_tensor, units>(at, sums, sink);
            }
        });
    }
};

}  // namespace typenet::kernel
