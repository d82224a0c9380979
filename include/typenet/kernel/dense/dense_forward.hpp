// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/dense/dense_outputs.hpp"

namespace typenet::kernel {

/// Forward of dense, dense + relu, dense + relu + dropout, every product computed. A panel of 64
/// outputs is one task; its weights are copied block by block into the first-level cache (rows of
/// the weight matrix are a power of two apart, which maps them all onto a few cache sets), the next
/// block fetched meanwhile.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct dense_forward : dense_outputs<Scalar, Batch, Inputs, Units, Then> {
private:
    static constexpr int panel = 64;
    static constexpr int panels = (Units + panel - 1) / panel;
    /// Terms of a sum between two visits of the cached weights: 64 rows of a panel are 16 KB, which
    /// leaves room for the inputs and sums that pass by. (Zen 4: 2 % faster than 128 rows.)
    static constexpr int terms = 64;

    static constexpr struct forward_rooms {
        layout all;
        extent weights = all.add<Scalar>(terms * panel);
        extent sums = all.add<Scalar>(Batch * panel);
    } forward_room{};

public:
    static constexpr extent forward_scratch = forward_room.all.bytes();

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        executor.run(panels, [&](int task, std::byte* scratch) {
            Scalar* const cached = array_at<Scalar>(scratch, forward_room.weights);
            Scalar* const sums = array_at<Scalar>(scratch, forward_room.sums);
            with_size<Units, panel>(task, [&](auto columns) {
                const extent unit = extent{task} * panel;
                for (int image = 0; image < Batch; ++image)
                    std::copy_n(data.biases() + unit, columns(), sums + extent{image} * columns);
                for_pieces<Inputs, terms>([&](auto count, int i) {
                    add_products<count, columns>(data.in() + i,
                                                 data.weights() + extent{i} * Units + unit,
                                                 Inputs - i, cached, sums);
                });
                for (int image = 0; image < Batch; ++image)
                    std::copy_n(sums + extent{image} * columns, columns(),
                                data.out + extent{image} * Units + unit);
            });
        });
        dense_forward::finish(data, executor);
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
};

}  // namespace typenet::kernel
