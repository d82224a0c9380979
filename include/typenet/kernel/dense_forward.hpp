// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/random_words.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/layer/dropout.hpp"

namespace typenet::kernel {

/// body(size) of piece number `piece` of `Total` things cut into pieces of `Piece`; the size is a
/// compile-time constant.
template <int Total, int Piece, class Body>
TYPENET_INLINE void with_size(int piece, Body&& body) {
    if constexpr (Total >= Piece)
        if (piece < Total / Piece) body(std::integral_constant<int, Piece>{});
    if constexpr (Total % Piece != 0)
        if (piece == Total / Piece) body(std::integral_constant<int, Total % Piece>{});
}

/// Forward of dense, dense + relu, dense + relu + dropout. A panel of 64 outputs is one task; its
/// weights are copied block by block into the first-level cache (rows of the weight matrix are a
/// power of two apart, which maps them all onto a few cache sets), the next block fetched
/// meanwhile.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
template <class Scalar, int Batch, int Inputs, int Units, bool Relu, bool Dropout>
struct dense_forward {
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr extent in_size = Inputs;
    static constexpr extent out_size = Units;

private:
    static constexpr int panel = 64;
    static constexpr int panels = (Units + panel - 1) / panel;
    /// Terms of a sum between two visits of the cached weights: 128 rows of a panel are 32 KB.
    static constexpr int terms = 128;

    static constexpr struct forward_rooms {
        layout all;
        extent weights = all.add<Scalar>(terms * panel);
        extent sums = all.add<Scalar>(Batch * panel);
    } forward_room{};

public:
    static constexpr extent forward_shared = 0;
    static constexpr extent forward_scratch = forward_room.all.bytes();

    template <class Executor>
    static void forward(const forward_data<Scalar>& data, Executor& executor) {
        executor.run(panels, [&](int task, std::byte* scratch) {
            Scalar* const cached = array_at<Scalar>(scratch, forward_room.weights);
            Scalar* const sums = array_at<Scalar>(scratch, forward_room.sums);
            with_size<Units, panel>(task, [&](auto columns) {
                const extent unit = extent{task} * panel;
                for (int image = 0; image < Batch; ++image)
                    std::copy_n(data.biases + unit, columns(), sums + extent{image} * columns);
                for_pieces<Inputs, terms>([&](auto count, int i) {
                    add_products<count, columns>(data.in + i,
                                                 data.weights + extent{i} * Units + unit,
                                                 Inputs - i, cached, sums);
                });
                for (int image = 0; image < Batch; ++image) {
                    finish<columns>(sums + extent{image} * columns, unit, image, data.pass,
                                    data.out + image * out_size + unit);
                }
            });
        });
    }

private:
    /// sums[image][u] += sum over i < Count of in[image][i] · weights[i][u]; `left` rows of weights
    /// are not used yet.
    template <int Count, int Columns>
    static void add_products(const Scalar* in, const Scalar* weights, int left, Scalar* cached,
                             Scalar* sums) {
        constexpr tile_size size = best_tile<Scalar>(Batch, Columns);
        // A weight that is used for one tile only need not be copied first.
        constexpr bool copy = Batch > size.rows;
        if constexpr (copy) {
            for (int i = 0; i < Count; ++i) {
                const Scalar* const row = weights + extent{i} * Units;
                std::copy_n(row, Columns, cached + extent{i} * Columns);
                // The same row of the next block: the processor does not see it coming.
                simd::prefetch<Columns>(row + (i + Count < left ? extent{Count} * Units : 0));
            }
        }
        const Scalar* const b = copy ? cached : weights;
        constexpr tile_strides strides{Inputs, 1, copy ? Columns : Units};
        for_pieces<Columns, size.columns>([&](auto columns, int u) {
            for_pieces<Batch, size.rows>([&](auto rows, int image) {
                Scalar* const to = sums + extent{image} * Columns + u;
                tile<Scalar, rows, columns> sum;
                sum.load(to, Columns);
                sum.template accumulate<strides>(in + extent{image} * Inputs, b + u, Count);
                sum.store(to, Columns);
            });
        });
    }

    /// ReLU and dropout of one image's outputs [unit, unit + Columns).
    template <int Columns>
    static void finish(const Scalar* sums, extent unit, int image, layer_pass pass, Scalar* out) {
        for (int u = 0; u < Columns; ++u) {
            const Scalar sum = sums[u];
            out[u] = Relu && !(sum > 0) ? Scalar{0} : sum;
        }
        if constexpr (Dropout) {
            if (pass.keep_probability >= 1) return;
            pass.item = static_cast<std::uint32_t>(image);
            dropout_row(dropout::position(pass), pass.keep_probability, unit, out,
                        std::integral_constant<int, Columns>{});
        }
    }
    /// Scales or clears outputs [unit, unit + Columns); `unit` is a multiple of the 64 units whose
    /// words come from the same sixteen blocks.
    template <int Columns>
    static void dropout_row(const random_position& at, double keep_probability, extent unit,
                            Scalar* out, std::integral_constant<int, Columns> /*count*/) {
        static_assert(panel == 64);
        const auto scale = static_cast<Scalar>(1 / keep_probability);
        // The probability is below 1 here: 32 bits hold it.
        const auto below = static_cast<std::uint32_t>(yes_below(keep_probability));
        std::uint32_t words[panel];
        random_words(at, word_of(static_cast<std::uint32_t>(unit)).block, words);
        for (int u = 0; u < Columns; ++u) {
            const Scalar kept = out[u] * scale;
            out[u] = words[u] < below ? kept : Scalar{0};
        }
    }
};

}  // namespace typenet::kernel
