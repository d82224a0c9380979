// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/kernel/dense_forward.hpp"

namespace typenet::kernel {

/// dense, dense + relu, dense + relu + dropout, for a batch of one image, where memory is all the
/// time: backward reads each weight once. Some rows of weights are one task: they give the input's
/// gradient along the list of the units that live, then each takes its gradient, one number of the
/// input times the gradient of the output, and is updated.
///
/// **Shapes**: [1][Inputs] → [1][Units]; weights [Inputs][Units].
template <class Scalar, int Inputs, int Units, bool Relu, bool Dropout>
struct single_dense_stage : dense_forward<Scalar, 1, Inputs, Units, Relu, Dropout> {
    static_assert(Relu || !Dropout, "the mask is read off outputs above 0");

private:
    /// Rows whose sums run side by side, so that none waits for the one before it, and rows of a
    /// task.
    static constexpr int at_once = 8;
    static constexpr int block = 8 * at_once;
    static constexpr int blocks = (Inputs + block - 1) / block;

    static constexpr struct shared_rooms {
        layout all;
        extent gradient = all.add<Scalar>(Units);
        extent living_gradient = all.add<Scalar>(Units);
        extent living = all.add<std::int32_t>(Units);
        extent count = all.add<std::int32_t>(1);
    } shared_room{};

public:
    static constexpr extent saved_bytes = 0;
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent backward_scratch = 0;
    static constexpr bool backward_reads_output = Relu;

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
