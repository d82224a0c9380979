// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <numeric>

#include "typenet/base/math.hpp"
#include "typenet/kernel/dense/dense_forward.hpp"
#include "typenet/kernel/nonzero_list.hpp"

namespace typenet::kernel {

/// `dense_forward` with a second way, for inputs that are mostly 0: behind ReLU they come to be,
/// the longer a network trains, and pictures often are. The inputs that are not 0 are listed, and
/// rows of weights are summed along the lists. The sums have the same terms in the same order as
/// the dense ones', so both ways give the same bits, and each minibatch may take the faster one.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct sparse_dense_forward : dense_forward<Scalar, Batch, Inputs, Units, Then> {
private:
    using dense = dense_forward<Scalar, Batch, Inputs, Units, Then>;
    /// Above this share of numbers that are not 0 the dense way is faster: a number of a list takes
    /// a fifth longer than a dense one, which shares the weights that it loads with others. Zen 4,
    /// 3136 inputs, batch 128: equal at 0.83 with AVX-512, 0.88 with AVX2.
    static constexpr double most_living = 0.85;

    static constexpr int panel = table_columns<Scalar>(Units);
    static constexpr int panels = (Units + panel - 1) / panel;

    using lists_type = nonzero_lists<Scalar, Batch, Inputs, Batch * std::min(Inputs, table_rows)>;
    static constexpr int group = lists_type::group_size;
    static constexpr struct shared_rooms {
        layout all;
        lists_type lists{all};
        extent living = all.add<std::int32_t>(Batch);
    } shared_room{};
    static constexpr struct scratch_rooms {
        layout all;
        extent weights = all.add<Scalar>(group * panel);
        extent sums = all.add<Scalar>(Batch * panel);
    } scratch_room{};

public:
    static constexpr extent forward_shared = shared_room.all.bytes();
    static constexpr extent forward_scratch =
        std::max(dense::forward_scratch, scratch_room.all.bytes());

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        auto* const living = array_at<std::int32_t>(data.shared, shared_room.living);
        if (share_of_inputs(data, executor, living) > most_living) {
            dense::forward(data, executor);
        } else {
            sum_lists(data, executor);
        }
    }

protected:
    /// Of the inputs those that are not 0. There is room for a number for each image.
    template <class Executor>
    static double share_of_inputs(const stage_data<Scalar>& data, Executor& executor,
                                  std::int32_t* living) {
        executor.run(Batch, [&](int image, std::byte*) {
            const Scalar* const in = data.in() + extent{image} * Inputs;
            living[image] = static_cast<std::int32_t>(
                std::count_if(in, in + Inputs, [](Scalar value) { return !math::is_zero(value); }));
        });
        return std::accumulate(living, living + Batch, 0.0) / (double{Batch} * Inputs);
    }

private:
    template <class Executor>
    static void sum_lists(const stage_data<Scalar>& data, Executor& executor) {
        executor.run(lists_type::groups, [&](int g, std::byte*) {
            with_size<Inputs, group>(g, [&](auto count) {
                auto start = lists_type::start_of(g);
                for (int image = 0; image < Batch; ++image) {
                    start = shared_room.lists.template make<count>(
                        data.shared, g, image, data.in() + extent{image} * Inputs + g * group,
                        start);
                }
            });
        });
        executor.run(panels, [&](int task, std::byte* scratch) {
            with_size<Units, panel>(task, [&](auto columns) {
                sum_panel<columns>(data, extent{task} * panel, scratch);
            });
        });
        dense::finish(data, executor);
    }

    template <int Columns>
    static void sum_panel(const stage_data<Scalar>& data, extent unit, std::byte* scratch) {
        Scalar* const weights = array_at<Scalar>(scratch, scratch_room.weights);
        Scalar* const sums = array_at<Scalar>(scratch, scratch_room.sums);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(data.biases() + unit, Columns, sums + extent{image} * panel);
        for (int g = 0; g < lists_type::groups; ++g) {
            const int first = g * group;
            const Scalar* const rows = data.weights() + extent{first} * Units + unit;
            for (int i = 0; i < std::min(group, Inputs - first); ++i)
                std::copy_n(rows + extent{i} * Units, Columns, weights + extent{i} * panel);
            for (int image = 0; image < Batch; ++image) {
                // The weights of the next group: the processor does not see them coming.
                const auto rows_before = [](int images) { return images * group / Batch; };
                for (int i = rows_before(image); i < rows_before(image + 1); ++i)
                    if (first + group + i < Inputs)
                        simd::prefetch<Columns>(rows + extent{group + i} * Units);
                shared_room.lists.template sum<Columns, panel, true>(data.shared, g, image, weights,
                                                                     sums + extent{image} * panel);
            }
        }
        for (int image = 0; image < Batch; ++image)
            std::copy_n(sums + extent{image} * panel, Columns,
                        data.out + extent{image} * Units + unit);
    }
};

}  // namespace typenet::kernel
