// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/simd.hpp"
#include "typenet/kernel/reference_stage.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/layer/residual.hpp"

namespace typenet::kernel {

/// The sum of two nodes, and ReLU behind it. Backward both inputs have the same gradient.
///
/// **Shapes**: two of [Batch][Size] → the same.
/// **Cost**: that of memory.
template <class Scalar, int Batch, extent Size, epilogue Then>
struct addition_stage : stage_base<Scalar, Batch, 2 * Size, Size> {
    static constexpr bool adds_input_gradient = true;
    static constexpr bool backward_reads_output = Then.relu;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        for_pieces_of_images(executor, [&](auto count, extent at) {
            using row = simd::row<Scalar, count>;
            row sum = row::load(data.inputs[0] + at) + row::load(data.inputs[1] + at);
            if constexpr (Then.relu) sum = max(sum, row::set(0));
            sum.store(data.out + at);
        });
    }
    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& /*sink*/) {
        for_pieces_of_images(executor, [&](auto count, extent at) {
            using row = simd::row<Scalar, count>;
            row gradient = row::load(data.out_gradient + at);
            if constexpr (Then.relu)
                gradient =
                    select_greater(row::load(data.out + at), row::set(0), gradient, row::set(0));
            write<To[0]>(gradient, data.in_gradients[0], at);
            write<To[1]>(gradient, data.in_gradients[1], at);
        });
    }

private:
    static void for_pieces_of_images(auto& executor, auto&& body) {
        constexpr int size = static_cast<int>(Size);
        executor.run(Batch, [&](int image, std::byte*) {
            for_pieces<size, std::min(size, 4 * simd::width<Scalar>)>(
                [&](auto count, int i) { body(count, image * Size + i); });
        });
    }
    template <gradient_mode Mode, class Row>
    static void write(const Row& gradient, Scalar* to, extent at) {
        if constexpr (Mode == gradient_mode::assign) gradient.store(to + at);
        if constexpr (Mode == gradient_mode::add) (Row::load(to + at) + gradient).store(to + at);
    }
};

template <>
struct family<addition> {
    static constexpr bool takes(const epilogue& so_far, const epilogue& next) {
        return so_far == epilogue{} && next.relu;
    }
    template <class Scalar, int Batch, addition::shapes In, epilogue Then>
    using stage = addition_stage<Scalar, Batch, In[0].size(), Then>;
    static constexpr choice explain(const addition::shapes& /*in*/, const epilogue& /*then*/,
                                    int /*batch*/) {
        return {"addition", "two nodes meet", 0};
    }
};

}  // namespace typenet::kernel
