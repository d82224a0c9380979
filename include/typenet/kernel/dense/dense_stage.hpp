// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/dense/dense_forward.hpp"

namespace typenet::kernel {

/// dense, dense + relu, dense + relu + dropout, every product computed.
///
/// Backward: a block of inputs is one task; its weights are copied once with an odd stride, give
/// the input's gradient with the batch in the lanes, and are then updated while they are in the
/// second-level cache.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct dense_stage : dense_forward<Scalar, Batch, Inputs, Units, Then> {
    using base = dense_forward<Scalar, Batch, Inputs, Units, Then>;
    using base::in_size;
    using base::out_size;

private:
    static constexpr int panel = 64;
    static constexpr int panels = (Units + panel - 1) / panel;
    static constexpr int block = 28;
    static constexpr int blocks = (Inputs + block - 1) / block;
    static constexpr extent units_row = odd_lines<Scalar>(Units);
    static constexpr extent batch_row = odd_lines<Scalar>(Batch);

    static constexpr struct backward_rooms {
        layout all;
        extent weights = all.add<Scalar>(block * units_row);
        extent inputs = all.add<Scalar>(Batch * block);
        extent gradient = all.add<Scalar>(block * batch_row);
    } backward_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent by_image = all.add<Scalar>(Batch * units_row);
        extent by_unit = all.add<Scalar>(Units * batch_row);
    } shared_room{};

public:
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent backward_scratch = backward_room.all.bytes();

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        Scalar* const by_image = array_at<Scalar>(data.shared, shared_room.by_image);
        Scalar* const by_unit = array_at<Scalar>(data.shared, shared_room.by_unit);
        executor.run(panels, [&](int task, std::byte*) {
            with_size<Units, panel>(task, [&](auto columns) {
                const extent unit = extent{task} * panel;
                dense_stage::template mask_gradient<columns>(
                    data, unit, sink, [&](int image, const Scalar* gradient) {
                        std::copy_n(gradient, columns(), by_image + image * units_row + unit);
                        for (int u = 0; u < columns; ++u)
                            by_unit[(unit + u) * batch_row + image] = gradient[u];
                    });
            });
        });
        executor.run(blocks, [&](int task, std::byte* scratch) {
            with_size<Inputs, block>(task, [&](auto count) {
                const extent input = extent{task} * block;
                if constexpr (To[0] != gradient_mode::none)
                    input_gradient<count>(data, input, by_unit, scratch);
                update_weights<count>(data, input, by_image, scratch, sink);
            });
        });
    }

private:
    /// in_gradient[image][i] = sum over u of weights[i][u] · gradient[u][image], for a block of i.
    template <int Count>
    static void input_gradient(const stage_data<Scalar>& data, extent input, const Scalar* by_unit,
                               std::byte* scratch) {
        Scalar* const weights = array_at<Scalar>(scratch, backward_room.weights);
        Scalar* const gradient = array_at<Scalar>(scratch, backward_room.gradient);
        for (int i = 0; i < Count; ++i)
            std::copy_n(data.weights() + (input + i) * Units, Units, weights + i * units_row);
        constexpr tile_size size = best_tile<Scalar>(Count, Batch);
        constexpr tile_strides strides{units_row, 1, batch_row};
        for_pieces<Batch, size.columns>([&](auto columns, int image) {
            for_pieces<Count, size.rows>([&](auto rows, int i) {
                using sums = tile<Scalar, rows, columns>;
                sums sum;
                sum.set(sums::columns::set(0));
                sum.template accumulate<strides>(weights + i * units_row, by_unit + image, Units);
                sum.store(gradient + i * batch_row + image, batch_row);
            });
        });
        for (int image = 0; image < Batch; ++image)
            for (int i = 0; i < Count; ++i)
                data.in_gradient()[image * in_size + input + i] = gradient[i * batch_row + image];
    }

    /// The gradient of weights [input, input + Count) x all units, then the update, row by row: the
    /// weights and their moments stream through in the order in which they lie in memory.
    template <int Count>
    static void update_weights(const stage_data<Scalar>& data, extent input, const Scalar* by_image,
                               std::byte* scratch, const auto& sink) {
        Scalar* const inputs = array_at<Scalar>(scratch, backward_room.inputs);
        Scalar* const gradient = array_at<Scalar>(scratch, backward_room.weights);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(data.in() + image * in_size + input, Count, inputs + extent{image} * Count);
        constexpr tile_size size = best_tile<Scalar>(Count, Units);
        constexpr tile_strides strides{1, Count, units_row};
        for_pieces<Units, size.columns>([&](auto columns, int u) {
            for_pieces<Count, size.rows>([&](auto rows, int i) {
                using sums = tile<Scalar, rows, columns>;
                sums sum;
                sum.set(sums::columns::set(0));
                sum.template accumulate<strides>(inputs + i, by_image + u, Batch);
                sum.store(gradient + i * units_row + u, units_row);
            });
        });
        for (int i = 0; i < Count; ++i)
            dense_stage::template hand_on<weights_tensor, Units>((input + i) * Units,
                                                                 gradient + i * units_row, sink);
    }
};

}  // namespace typenet::kernel
