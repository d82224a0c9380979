// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/kernel/dense_forward.hpp"
#include "typenet/kernel/transpose.hpp"

namespace typenet::kernel {

/// dense + relu, dense + relu + dropout, for batches: backward leaves out the outputs that ReLU or
/// dropout set to 0, half to nine tenths of them, whose gradient is 0.
///
/// First the gradient becomes lists: of each image's living units, and of each unit's living
/// images. Then a block of 64 inputs is one task: its weights are transposed, so that inputs are
/// the lanes, and rows of them are summed along the images' lists, which is the input's gradient;
/// rows of the input along the units' lists are the gradient of the weights, which is transposed
/// back and updates them row by row.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
/// **Cost**: two multiply-adds for each weight and each living output.
template <class Scalar, int Batch, int Inputs, int Units, bool Dropout>
struct sparse_dense_stage : dense_forward<Scalar, Batch, Inputs, Units, true, Dropout> {
    using base = dense_forward<Scalar, Batch, Inputs, Units, true, Dropout>;
    using base::in_size;
    using base::out_size;

private:
    /// Inputs of a task: rows of 64 numbers are what the sums are made of.
    static constexpr int block = std::min(Inputs, 64);
    static constexpr int blocks = (Inputs + block - 1) / block;
    /// Units whose transposed weights stay in the first-level cache while all images use them.
    static constexpr int group = std::min(Units, 128);
    static constexpr int groups = (Units + group - 1) / group;
    static constexpr extent units_row = odd_lines<Scalar>(Units);

    /// A factor that is not 0, and where the row that it multiplies starts.
    struct living {
        Scalar value;
        std::int32_t row;
    };
    static constexpr extent images_list = odd_lines<living>(Batch);
    static constexpr extent units_list = odd_lines<living>(group);

    static constexpr struct shared_rooms {
        layout all;
        extent of_unit = all.add<living>(Units * images_list);
        extent of_unit_count = all.add<std::int32_t>(Units);
        extent of_image = all.add<living>(extent{groups} * Batch * units_list);
        extent of_image_count = all.add<std::int32_t>(extent{groups} * Batch);
    } shared_room{};
    static constexpr struct backward_rooms {
        layout all;
        /// The block's weights [unit][input], later their gradient [input][unit].
        extent weights =
            all.add<Scalar>(std::max(extent{Units} * block, extent{block} * units_row));
        extent inputs = all.add<Scalar>(Batch * block);
        extent sums = all.add<Scalar>(std::max(Batch, simd::width<Scalar>) * block);
    } backward_room{};

public:
    static constexpr extent saved_bytes = 0;
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent backward_scratch = backward_room.all.bytes();
    static constexpr bool backward_reads_output = true;

    template <bool InputGradient, class Executor, class Update>
    static void backward(const backward_data<Scalar>& data, Executor& executor,
                         const Update& update) {
        executor.run(groups, [&](int task, std::byte*) {
            with_size<Units, group>(task,
                                    [&](auto count) { list_group<count>(data, task, update); });
        });
        executor.run(blocks, [&](int task, std::byte* scratch) {
            with_size<Inputs, block>(task, [&](auto count) {
                const extent input = extent{task} * block;
                if constexpr (InputGradient) input_gradient<count>(data, input, scratch);
                update_weights<count>(data, input, scratch, update);
            });
        });
    }

private:
    /// The lists of a group of units, image by image in order, and the gradient of its biases.
    template <int Count>
    static void list_group(const backward_data<Scalar>& data, int task, const auto& update) {
        const extent unit = extent{task} * group;
        const auto scale =
            Dropout ? static_cast<Scalar>(1 / data.pass.keep_probability) : Scalar{1};
        living* const of_unit =
            array_at<living>(data.shared, shared_room.of_unit) + unit * images_list;
        std::int32_t images[Count] = {};
        Scalar sums[Count] = {};
        for (int image = 0; image < Batch; ++image) {
            const Scalar* const gradient = data.out_gradient + image * out_size + unit;
            const Scalar* const out = data.out + image * out_size + unit;
            living* const of_image = array_at<living>(data.shared, shared_room.of_image) +
                                     (extent{task} * Batch + image) * units_list;
            std::int32_t units = 0;
            // What is not alive is written too, and written over by the next.
            for (int u = 0; u < Count; ++u) {
                const Scalar value = gradient[u] * scale;
                const bool lives = out[u] > 0;
                of_image[units] = {value, u * block};
                of_unit[u * images_list + images[u]] = {value, image * block};
                units += lives;
                images[u] += lives;
                sums[u] += lives ? value : Scalar{0};
            }
            array_at<std::int32_t>(data.shared, shared_room.of_image_count)[task * Batch + image] =
                units;
        }
        std::copy_n(images, Count,
                    array_at<std::int32_t>(data.shared, shared_room.of_unit_count) + unit);
        constexpr int piece = std::min(Count, 4 * simd::width<Scalar>);
        for_pieces<Count, piece>([&](auto count, int u) {
            update.biases(unit + u, simd::row<Scalar, count>::load(sums + u));
        });
    }

    /// Columns of one row, and how many rows are summed at once: eight vectors of sums, so that no
    /// addition waits for the one before it.
    static constexpr int most_columns = 8 * simd::width<Scalar>;
    template <int Count>
    static constexpr int at_once = Count < most_columns ? most_columns / Count : 1;

    /// to[l][0 … Columns) (+)= sum along list l of value · rows[row + 0 … Columns), for Lists
    /// lists.
    template <int Lists, int Columns, bool Add>
    static TYPENET_INLINE void sum_lists(const living* list, extent list_row,
                                         const std::int32_t* counts, const Scalar* rows,
                                         Scalar* to) {
        using columns = simd::row<Scalar, Columns>;
        columns sum[Lists];
        for (int l = 0; l < Lists; ++l)
            sum[l] = Add ? columns::load(to + l * block) : columns::set(0);
        std::int32_t common = counts[0];
        for (int l = 1; l < Lists; ++l) common = std::min(common, counts[l]);
        const auto add = [&](int l, extent i) TYPENET_INLINE_LAMBDA {
            const living& next = list[l * list_row + i];
            sum[l] = multiply_add(columns::set(next.value), columns::load(rows + next.row), sum[l]);
        };
        for (extent i = 0; i < common; ++i)
            for (int l = 0; l < Lists; ++l) add(l, i);
        for (int l = 0; l < Lists; ++l)
            for (extent i = common; i < counts[l]; ++i) add(l, i);
        for (int l = 0; l < Lists; ++l) sum[l].store(to + l * block);
    }

    /// in_gradient[image][i] = sum over living u of weights[i][u] · gradient[image][u].
    template <int Count>
    static void input_gradient(const backward_data<Scalar>& data, extent input,
                               std::byte* scratch) {
        Scalar* const weights = array_at<Scalar>(scratch, backward_room.weights);
        Scalar* const sums = array_at<Scalar>(scratch, backward_room.sums);
        transpose<Scalar, Count, Units>(data.weights + input * Units, Units, weights, block);
        const auto sum_group = [&]<bool Add>(int g) {
            const living* const lists = array_at<living>(data.shared, shared_room.of_image) +
                                        extent{g} * Batch * units_list;
            const std::int32_t* const counts =
                array_at<std::int32_t>(data.shared, shared_room.of_image_count) + extent{g} * Batch;
            const Scalar* const rows = weights + extent{g} * group * block;
            for_pieces<Count, std::min(Count, most_columns)>([&](auto columns, int i) {
                for_pieces<Batch, at_once<columns>>([&](auto images, int image) {
                    sum_lists<images, columns, Add>(lists + image * units_list, units_list,
                                                    counts + image, rows + i,
                                                    sums + extent{image} * block + i);
                });
            });
        };
        sum_group.template operator()<false>(0);
        for (int g = 1; g < groups; ++g) sum_group.template operator()<true>(g);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(sums + extent{image} * block, Count,
                        data.in_gradient + image * in_size + input);
    }

    /// weights'[i][u] = sum over living images of in[image][i] · gradient[image][u], then the
    /// update.
    template <int Count>
    static void update_weights(const backward_data<Scalar>& data, extent input, std::byte* scratch,
                               const auto& update) {
        Scalar* const inputs = array_at<Scalar>(scratch, backward_room.inputs);
        Scalar* const sums = array_at<Scalar>(scratch, backward_room.sums);
        Scalar* const gradient = array_at<Scalar>(scratch, backward_room.weights);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(data.in + image * in_size + input, Count, inputs + extent{image} * block);
        const living* const lists = array_at<living>(data.shared, shared_room.of_unit);
        const std::int32_t* const counts =
            array_at<std::int32_t>(data.shared, shared_room.of_unit_count);
        for_pieces<Units, simd::width<Scalar>>([&](auto units, int unit) {
            for_pieces<Count, std::min(Count, most_columns)>([&](auto columns, int i) {
                for_pieces<units, at_once<columns>>([&](auto some, int u) {
                    sum_lists<some, columns, false>(lists + extent{unit + u} * images_list,
                                                    images_list, counts + unit + u, inputs + i,
                                                    sums + extent{u} * block + i);
                });
            });
            transpose<Scalar, units, Count>(sums, block, gradient + unit, units_row);
        });
        constexpr int piece = std::min(Units, 4 * simd::width<Scalar>);
        for (int i = 0; i < Count; ++i) {
            for_pieces<Units, piece>([&](auto count, int u) {
                update.weights((input + i) * Units + u,
                               simd::row<Scalar, count>::load(gradient + i * units_row + u));
            });
        }
    }
};

}  // namespace typenet::kernel
