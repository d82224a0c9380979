// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "typenet/kernel/dropout/dropout_row.hpp"
#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// What every dense stage has beside its sums: ReLU and dropout behind them, and the gradient in
/// front of both.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units].
/// **Source**: with ReLU before dropout an output above 0 is one that is alive and kept, so
/// backward needs no mask but the output.
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct dense_outputs : stage_base<Scalar, Batch, Inputs, Units> {
    static_assert(Then.relu || !Then.dropout, "the mask is read off outputs above 0");
    static constexpr bool backward_reads_output = Then.relu;

protected:
    /// ReLU and dropout of all outputs, where their sums stand.
    static void finish(const stage_data<Scalar>& data, auto& executor) {
        if constexpr (Then.relu) {
            executor.run(slices_of(Batch), [&](int slice, std::byte*) {
                for (int image = slice_begin(Batch, slice); image < slice_begin(Batch, slice + 1);
                     ++image)
                    finish_image(data, image);
            });
        }
    }

    /// The gradient in front of dropout and ReLU of units [unit, unit + Count): take(image, row)
    /// for one image after the other. Their sum in this order is the biases' gradient.
    template <int Count>
    static void mask_gradient(const stage_data<Scalar>& data, extent unit, const auto& sink,
                              auto&& take) {
        const auto scale =
            Then.dropout ? static_cast<Scalar>(1 / data.pass.keep_probability) : Scalar{1};
        Scalar row[std::size_t{Count}];
        Scalar sums[std::size_t{Count}] = {};
        for (int image = 0; image < Batch; ++image) {
            const Scalar* const gradient = data.out_gradient + extent{image} * Units + unit;
            const Scalar* const out = data.out + extent{image} * Units + unit;
            for_some<Count>([&](auto some, int u) TYPENET_INLINE_LAMBDA {
                using piece = simd::row<Scalar, some>;
                auto value = piece::load(gradient + u) * piece::set(scale);
                if constexpr (Then.relu) value = where_alive<some>(out + u, value);
                value.store(row + u);
                (piece::load(sums + u) + value).store(sums + u);
            });
            take(image, row);
        }
        hand_on<biases_tensor, Count>(unit, sums, sink);
    }

    /// Hands a row of a finished gradient on. Inlined, as are its callers' loops, or the sink's
    /// numbers would be loaded again for each row.
    template <int Tensor, int Count>
    static TYPENET_INLINE void hand_on(extent at, const Scalar* gradient, const auto& sink) {
        for_some<Count>([&](auto some, int u) TYPENET_INLINE_LAMBDA {
            sink.template row<Tensor>(at + u, simd::row<Scalar, some>::load(gradient + u));
        });
    }

private:
    /// A few vectors at a time. (g++ 12 leaves a comparison in a plain loop to branches on AVX2.)
    template <int Count>
    static TYPENET_INLINE void for_some(auto&& body) {
        for_pieces<Count, std::min(Count, 4 * simd::width<Scalar>)>(body);
    }
    /// The values of outputs above 0, and 0 for the others.
    template <int Count>
    static TYPENET_INLINE auto where_alive(const Scalar* out,
                                           const simd::row<Scalar, Count>& values) {
        using row = simd::row<Scalar, Count>;
        return select_greater(row::load(out), row::set(0), values, row::set(0));
    }

    static void finish_image(const stage_data<Scalar>& data, int image) {
        layer_pass pass = data.pass;
        pass.item = static_cast<std::uint32_t>(image);
        for_pieces<Units, words_at_once>([&](auto count, int unit) {
            Scalar* const out = data.out + extent{image} * Units + unit;
            for_some<count>([&](auto some, int u) TYPENET_INLINE_LAMBDA {
                where_alive<some>(out + u, simd::row<Scalar, some>::load(out + u)).store(out + u);
            });
            if (Then.dropout && pass.keep_probability < 1)
                dropout_row<count>(dropout::position(pass), pass.keep_probability, unit, out, out);
        });
    }
};

}  // namespace typenet::kernel
