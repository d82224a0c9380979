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
    /// half as long again as a dense one, which shares the weights that it loads with others.
    static constexpr double most_living = 0.6;

    /// Outputs of a task, and of a sum: eight vectors, so that no addition waits for the one before
    /// it.
    static constexpr int columns_at_once = 8 * simd::width<Scalar>;
    static constexpr int panel = std::max(words_at_once, columns_at_once);
    static constexpr int panels = (Units + panel - 1) / panel;
    static constexpr int group = std::min(Inputs, table_rows<Scalar>(panel));

    using lists_type = nonzero_lists<Scalar, Batch, Inputs, group, panel>;
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
        executor.run(Batch, [&](int image, std::byte*) {
            const Scalar* const in = data.in() + extent{image} * Inputs;
            living[image] = static_cast<std::int32_t>(
                std::count_if(in, in + Inputs, [](Scalar value) { return !math::is_zero(value); }));
        });
        const extent all = std::accumulate(living, living + Batch, extent{0});
        if (static_cast<double>(all) > most_living * Batch * Inputs) {
            dense::forward(data, executor);
        } else {
            sum_lists(data, executor);
        }
    }

private:
    template <class Executor>
    static void sum_lists(const stage_data<Scalar>& data, Executor& executor) {
        executor.run(lists_type::groups, [&](int g, std::byte*) {
            with_size<Inputs, group>(g, [&](auto count) {
                for (int image = 0; image < Batch; ++image) {
                    shared_room.lists.template make<count>(
                        data.shared, g, image, data.in() + extent{image} * Inputs + g * group);
                }
            });
        });
        executor.run(panels, [&](int task, std::byte* scratch) {
            with_size<Units, panel>(task, [&](auto columns) {
                sum_panel<columns>(data, extent{task} * panel, scratch);
            });
        });
    }

    template <int Columns>
    static void sum_panel(const stage_data<Scalar>& data, extent unit, std::byte* scratch) {
        Scalar* const weights = array_at<Scalar>(scratch, scratch_room.weights);
        Scalar* const sums = array_at<Scalar>(scratch, scratch_room.sums);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(data.biases() + unit, Columns, sums + extent{image} * panel);
        for (int g = 0; g < lists_type::groups; ++g) {
            const int first = g * group;
            for (int i = first; i < std::min(first + group, Inputs); ++i) {
                const Scalar* const row = data.weights() + extent{i} * Units + unit;
                std::copy_n(row, Columns, weights + extent{i - first} * panel);
                simd::prefetch<Columns>(row + (i + group < Inputs ? extent{group} * Units : 0));
            }
            for_pieces<Columns, std::min(Columns, columns_at_once)>([&](auto some, int u) {
                for (int image = 0; image < Batch; ++image) {
                    sum_along<some, true>(shared_room.lists.of(data.shared, g, image), weights + u,
                                          sums + extent{image} * panel + u);
                }
            });
        }
        for (int image = 0; image < Batch; ++image) {
            for_pieces<Columns, std::min(Columns, words_at_once)>([&](auto some, int u) {
                dense::template finish<some>(sums + extent{image} * panel + u, unit + u, image,
                                             data.pass,
                                             data.out + extent{image} * Units + unit + u);
            });
        }
    }
};

}  // namespace typenet::kernel
