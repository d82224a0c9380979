// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/dropout/dropout_row.hpp"
#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// dropout alone, image by image. Backward draws the same words again.
///
/// **Shapes**: any, unchanged.
/// **Cost**: that of its random words, one for each value.
template <class Scalar, int Batch, shape In>
struct dropout_stage : stage_base<Scalar, Batch, In.size(), In.size()> {
    static constexpr bool does_nothing_in_inference = true;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        of_images(data.pass, data.in(), data.out, executor);
    }
    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& /*sink*/) {
        if constexpr (To[0] != gradient_mode::none)
            of_images(data.pass, data.out_gradient, data.in_gradient(), executor);
    }

private:
    static void of_images(layer_pass pass, const Scalar* from, Scalar* to, auto& executor) {
        constexpr int size = static_cast<int>(In.size());
        executor.run(Batch, [=](int image, std::byte*) {
            const Scalar* const in = from + extent{image} * size;
            Scalar* const out = to + extent{image} * size;
            if (pass.keep_probability >= 1) {
                std::copy_n(in, size, out);
                return;
            }
            layer_pass one = pass;
            one.item = static_cast<std::uint32_t>(image);
            for_pieces<size, words_at_once>([&](auto count, int i) {
                dropout_row<count>(dropout::position(one), one.keep_probability, i, in + i,
                                   out + i);
            });
        });
    }
};

template <>
struct family<dropout> {
    static constexpr bool takes(const epilogue& /*so_far*/, const epilogue& /*next*/) {
        return false;
    }
    template <class Scalar, int Batch, shape In, epilogue /*Then*/>
    using stage = dropout_stage<Scalar, Batch, In>;
    static constexpr choice explain(shape in, const epilogue& /*then*/, int batch) {
        return {"dropout", "a random word for each value, twice",
                2.0 * batch * static_cast<double>(in.size())};
    }
};

}  // namespace typenet::kernel
