// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/kernel/dense_outputs.hpp"
#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// dense, dense + relu, dense + relu + dropout, for a batch of one image, where memory is all the
/// time. Forward leaves out the rows of weights whose input is 0, as half of them are behind ReLU.
/// Backward reads each weight once: some rows are one task; they give the input's gradient along
/// the list of the units that live, then each takes its gradient, one number of the input times the
/// gradient of the output, and is updated.
///
/// **Shapes**: [1][Inputs] → [1][Units]; weights [Inputs][Units].
template <class Scalar, int Inputs, int Units, bool Relu, bool Dropout>
struct single_dense_stage : dense_outputs<Scalar, 1, Inputs, Units, Relu, Dropout> {
    static_assert(Relu || !Dropout, "the mask is read off outputs above 0");

private:
    /// Rows whose sums run side by side, so that none waits for the one before it, and rows of a
    /// task.
    static constexpr int at_once = 8;
    static constexpr int block = 8 * at_once;
    static constexpr int blocks = (Inputs + block - 1) / block;
    /// Units of a forward task: their sums stay in the first-level cache, and the piece of a row is
    /// long enough to be read along.
    static constexpr int span = 512;
    static constexpr int spans = (Units + span - 1) / span;

    static constexpr struct forward_rooms {
        layout all;
        extent value = all.add<Scalar>(Inputs);
        extent living = all.add<std::int32_t>(Inputs);
        extent count = all.add<std::int32_t>(1);
    } forward_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent gradient = all.add<Scalar>(Units);
        extent living_gradient = all.add<Scalar>(Units);
        extent living = all.add<std::int32_t>(Units);
        extent count = all.add<std::int32_t>(1);
    } shared_room{};

public:
    static constexpr extent saved_bytes = 0;
    static constexpr extent forward_shared = forward_room.all.bytes();
    static constexpr extent forward_scratch = 0;
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent backward_scratch = 0;
    static constexpr bool backward_reads_output = Relu;

    template <class Executor>
    static void forward(const forward_data<Scalar>& data, Executor& executor) {
        executor.run(1, [&](int, std::byte*) { list_living_inputs(data); });
        executor.run(spans, [&](int task, std::byte*) {
            with_size<Units, span>(
                task, [&](auto columns) { sum_rows<columns>(data, extent{task} * span); });
        });
    }

    template <bool InputGradient, class Executor, class Update>
    static void backward(const backward_data<Scalar>& data, Executor& executor,
                         const Update& update) {
        executor.run(1, [&](int, std::byte*) { mask_gradient(data, update); });
        executor.run(blocks, [&](int task, std::byte*) {
            with_size<Inputs, block>(task, [&](auto count) {
                const extent input = extent{task} * block;
                for_pieces<count, at_once>([&](auto rows, int i) {
                    if constexpr (InputGradient) input_gradient<rows>(data, input + i);
                    update_weights<rows>(data, input + i, update);
                });
            });
        });
    }

private:
    static void list_living_inputs(const forward_data<Scalar>& data) {
        Scalar* const value = array_at<Scalar>(data.shared, forward_room.value);
        auto* const living = array_at<std::int32_t>(data.shared, forward_room.living);
        std::int32_t count = 0;
        for (int i = 0; i < Inputs; ++i) {
            value[count] = data.in[i];
            living[count] = i;
            count += data.in[i] != 0;
        }
        *array_at<std::int32_t>(data.shared, forward_room.count) = count;
    }

    /// Outputs [unit, unit + Columns): the rows of living inputs one after the other, `at_once` of
    /// them on one way through the sums. Each sum runs over the inputs in ascending order.
    template <int Columns>
    static void sum_rows(const forward_data<Scalar>& data, extent unit) {
        const Scalar* const value = array_at<Scalar>(data.shared, forward_room.value);
        const auto* const living = array_at<std::int32_t>(data.shared, forward_room.living);
        const std::int32_t count = *array_at<std::int32_t>(data.shared, forward_room.count);
        Scalar* const sums = data.out + unit;
        std::copy_n(data.biases + unit, Columns, sums);
        const auto row_of = [&](std::int32_t k) {
            return data.weights + extent{living[k]} * Units + unit;
        };
        std::int32_t k = 0;
        for (; k + at_once <= count; k += at_once) {
            const Scalar* rows[at_once];
            const Scalar* next[at_once];
            for (int r = 0; r < at_once; ++r) {
                rows[r] = row_of(k + r);
                next[r] = row_of(std::min(k + at_once + r, count - 1));
            }
            add_rows<at_once, Columns>(value + k, rows, next, sums);
        }
        for (; k < count; ++k) {
            const Scalar* const row = row_of(k);
            add_rows<1, Columns>(value + k, &row, &row, sums);
        }
        for_pieces<Columns, single_dense_stage::words_at_once>([&](auto columns, int u) {
            single_dense_stage::template finish<columns>(sums + u, unit + u, 0, data.pass,
                                                         sums + u);
        });
    }

    /// The rows that come next are fetched meanwhile: the processor does not see them coming.
    template <int Rows, int Columns>
    static void add_rows(const Scalar* value, const Scalar* const* rows, const Scalar* const* next,
                         Scalar* sums) {
        constexpr int piece = std::min(Columns, simd::width<Scalar>);
        for_pieces<Columns, piece>([&](auto columns, int u) {
            using row = simd::row<Scalar, columns>;
            row sum = row::load(sums + u);
            for (int r = 0; r < Rows; ++r) {
                sum = multiply_add(row::set(value[r]), row::load(rows[r] + u), sum);
                simd::prefetch<columns>(next[r] + u);
            }
            sum.store(sums + u);
        });
    }

    static void mask_gradient(const backward_data<Scalar>& data, const auto& update) {
        Scalar* const gradient = array_at<Scalar>(data.shared, shared_room.gradient);
        Scalar* const living_gradient = array_at<Scalar>(data.shared, shared_room.living_gradient);
        auto* const living = array_at<std::int32_t>(data.shared, shared_room.living);
        const auto scale =
            Dropout ? static_cast<Scalar>(1 / data.pass.keep_probability) : Scalar{1};
        std::int32_t count = 0;
        for (int u = 0; u < Units; ++u) {
            const Scalar value = data.out_gradient[u] * scale;
            const bool lives = !Relu || data.out[u] > 0;
            gradient[u] = lives ? value : Scalar{0};
            living_gradient[count] = value;
            living[count] = u;
            count += lives;
        }
        *array_at<std::int32_t>(data.shared, shared_room.count) = count;
        constexpr int piece = std::min(Units, 4 * simd::width<Scalar>);
        for_pieces<Units, piece>([&](auto some, int u) {
            update.biases(u, simd::row<Scalar, some>::load(gradient + u));
        });
    }

    /// in_gradient[i] = sum over living u of weights[i][u] · gradient[u].
    template <int Rows>
    static void input_gradient(const backward_data<Scalar>& data, extent input) {
        const Scalar* const gradient = array_at<Scalar>(data.shared, shared_room.living_gradient);
        const auto* const living = array_at<std::int32_t>(data.shared, shared_room.living);
        const std::int32_t count = *array_at<std::int32_t>(data.shared, shared_room.count);
        const Scalar* const weights = data.weights + input * Units;
        Scalar sum[Rows] = {};
        for (std::int32_t k = 0; k < count; ++k) {
            const Scalar* const column = weights + living[k];
            for (int r = 0; r < Rows; ++r) sum[r] += column[extent{r} * Units] * gradient[k];
        }
        std::copy_n(sum, Rows, data.in_gradient + input);
    }

    /// The gradient of weights [input, input + Rows) x all units, in registers, and the update.
    template <int Rows>
    static void update_weights(const backward_data<Scalar>& data, extent input,
                               const auto& update) {
        const Scalar* const gradient = array_at<Scalar>(data.shared, shared_room.gradient);
        constexpr int piece = std::min(Units, 4 * simd::width<Scalar>);
        for (extent i = input; i < input + Rows; ++i) {
            for_pieces<Units, piece>([&](auto count, int u) {
                using row = simd::row<Scalar, count>;
                update.weights(i * Units + u, row::set(data.in[i]) * row::load(gradient + u));
            });
        }
    }
};

}  // namespace typenet::kernel
