// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>

#include "typenet/kernel/dense/dense_outputs.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/kernel/transpose.hpp"

namespace typenet::kernel {

/// dense, dense + relu, dense + relu + dropout, for a batch of one image, where memory is all the
/// time. Forward leaves out the rows of weights whose input is 0, as half of them are behind ReLU.
/// Backward goes through memory once: some rows of weights are one task; transposed they give the
/// input's gradient, then each row takes its gradient, one number of the input times the gradient
/// of the output, and is updated.
///
/// **Shapes**: [1][Inputs] → [1][Units]; weights [Inputs][Units].
template <class Scalar, int Inputs, int Units, epilogue Then>
struct single_dense_stage : dense_outputs<Scalar, 1, Inputs, Units, Then> {
private:
    /// Rows that forward adds on one way through the sums, which stay in the first-level cache.
    /// From the third-level cache of a Zen 4, 59 % of 3136 rows of 1024 numbers: 95 µs with 8 rows
    /// or 4, 90 with 6.
    static constexpr int at_once = 6;
    /// Rows of a backward task: 64 KB of weights, which are in the second-level cache from the
    /// input's gradient to the update. Of 16, 32 and 64 rows that are 4 KB long, on Zen 3 one
    /// thread takes as long with each, two take 0.8 of the time with 16.
    static constexpr int block = 16;
    static constexpr int blocks = (Inputs + block - 1) / block;
    static constexpr int line = static_cast<int>(alignment / sizeof(Scalar));
    static constexpr int lines = (Units + line - 1) / line;  ///< of a row of weights
    /// The most forward tasks: each has 512 KB of weights, 10 µs or so, which pays between cores
    /// that share no cache, too, and pieces of rows that are long enough to be read along.
    static constexpr int most_parts = static_cast<int>(std::clamp<extent>(
        extent{Inputs} * Units * static_cast<extent>(sizeof(Scalar)) / (512 << 10), 1,
        std::max(1, Units / (4 * line))));

    using place = simd::index<Scalar>;
    static constexpr struct forward_rooms {
        layout all;
        extent value = all.add<Scalar>(Inputs + simd::width<Scalar>);
        extent row = all.add<place>(Inputs + simd::width<Scalar>);
        extent count = all.add<std::int32_t>(1);
    } forward_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent gradient = all.add<Scalar>(Units);
    } shared_room{};
    static constexpr struct backward_rooms {
        layout all;
        extent weights = all.add<Scalar>(block * block);
    } backward_room{};

public:
    static constexpr extent forward_shared = forward_room.all.bytes();
    static constexpr extent forward_scratch = 0;
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent backward_scratch = backward_room.all.bytes();

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        executor.run(1, [&](int, std::byte*) { list_living_inputs(data); });
        // A part of all rows is read slower than whole ones, so there are no more than threads.
        const int parts = std::min(most_parts, executor.threads());
        executor.run(parts, [&](int part, std::byte*) {
            const auto start = [&](int p) { return std::min(Units, lines * p / parts * line); };
            sum_rows(data, start(part), start(part + 1));
        });
        single_dense_stage::finish(data, executor);
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        executor.run(1, [&](int, std::byte*) {
            Scalar* const to = array_at<Scalar>(data.shared, shared_room.gradient);
            for_pieces<Units, block>([&](auto units, int unit) {
                single_dense_stage::template mask_gradient<units>(
                    data, unit, sink, [&](int /*image*/, const Scalar* gradient) {
                        std::copy_n(gradient, units(), to + unit);
                    });
            });
        });
        executor.run(blocks, [&](int task, std::byte* scratch) {
            with_size<Inputs, block>(task, [&](auto count) {
                const extent input = extent{task} * block;
                if constexpr (To[0] != gradient_mode::none)
                    input_gradient<count>(data, input, scratch);
                update_weights<count>(data, input, sink);
            });
        });
    }

private:
    static void list_living_inputs(const stage_data<Scalar>& data) {
        Scalar* const value = array_at<Scalar>(data.shared, forward_room.value);
        auto* const row = array_at<place>(data.shared, forward_room.row);
        std::int32_t count = 0;
        for_pieces<Inputs, block>([&](auto inputs, int i) {
            count += simd::keep_nonzeros<inputs, 1>(data.in() + i, i, value + count, row + count);
        });
        *array_at<std::int32_t>(data.shared, forward_room.count) = count;
    }

    /// Outputs [first, last): the rows of living inputs one after the other, `at_once` of them on
    /// one way through the sums. Each sum runs over the inputs in ascending order.
    static void sum_rows(const stage_data<Scalar>& data, int first, int last) {
        const Scalar* const value = array_at<Scalar>(data.shared, forward_room.value);
        const auto* const row = array_at<place>(data.shared, forward_room.row);
        const std::int32_t count = *array_at<std::int32_t>(data.shared, forward_room.count);
        std::copy(data.biases() + first, data.biases() + last, data.out + first);
        const auto row_of = [&](std::int32_t k) {
            return data.weights() + extent{row[std::min(k, count - 1)]} * Units;
        };
        std::int32_t k = 0;
        for (; k + at_once <= count; k += at_once) {
            std::array<const Scalar*, at_once> rows;
            std::array<const Scalar*, at_once> next;
            for (std::size_t r = 0; r < rows.size(); ++r) {
                const std::int32_t at = k + static_cast<std::int32_t>(r);
                rows[r] = row_of(at);
                next[r] = row_of(at + at_once) + first;
            }
            add_rows(value + k, rows, next, data.out, first, last);
        }
        for (; k < count; ++k) {
            const std::array one{row_of(k)};
            add_rows(value + k, one, one, data.out, first, last);
        }
    }

    /// sums[u] += the sum of value[r] · rows[r][u], for u in [first, last).
    ///
    /// The first quarter of the rows that come next is fetched meanwhile: the processor, which
    /// cannot know where they begin, sees the rest coming. (From memory that is as good as to fetch
    /// them whole, from the third-level cache a sixth faster.)
    template <std::size_t Rows>
    static void add_rows(const Scalar* value, std::array<const Scalar*, Rows> rows,
                         std::array<const Scalar*, Rows> next, Scalar* sums, int first, int last) {
        constexpr int lanes = simd::width<Scalar>;
        const auto factors = [&]<class Row>(std::type_identity<Row>) TYPENET_INLINE_LAMBDA {
            std::array<Row, Rows> all;
            for (std::size_t r = 0; r < Rows; ++r) all[r] = Row::set(value[r]);
            return all;
        };
        const auto add = [&]<class Row>(const std::array<Row, Rows>& factor, int u)
                             TYPENET_INLINE_LAMBDA {
                                 Row sum = Row::load(sums + u);
                                 for (std::size_t r = 0; r < Rows; ++r)
                                     sum = multiply_add(factor[r], Row::load(rows[r] + u), sum);
                                 sum.store(sums + u);
                             };
        const auto factor = factors(std::type_identity<simd::row<Scalar, lanes>>{});
        int u = first;
        for (int fetched = 0; u + 4 * line <= last; fetched += line) {
            for (const int end = u + 4 * line; u < end; u += lanes) add(factor, u);
            for (const Scalar* row : next) simd::prefetch<line>(row + fetched);
        }
        for (; u + lanes <= last; u += lanes) add(factor, u);
        if constexpr (constexpr int tail = Units % lanes; tail != 0)
            if (u < last) add(factors(std::type_identity<simd::row<Scalar, tail>>{}), u);
    }

    /// in_gradient[i] = sum over u of gradient[u] · weights[i][u]: inputs are the lanes, so the
    /// weights are transposed on the way.
    template <int Count>
    static void input_gradient(const stage_data<Scalar>& data, extent input, std::byte* scratch) {
        using columns = simd::row<Scalar, Count>;
        const Scalar* const gradient = array_at<Scalar>(data.shared, shared_room.gradient);
        Scalar* const weights = array_at<Scalar>(scratch, backward_room.weights);
        columns sum = columns::set(0);
        for_pieces<Units, std::min(Units, block)>([&](auto units, int unit) {
            transpose<Scalar, Count, units>(data.weights() + input * Units + unit, Units, weights,
                                            block);
            for (int u = 0; u < units; ++u) {
                sum = multiply_add(columns::set(gradient[unit + u]),
                                   columns::load(weights + extent{u} * block), sum);
            }
        });
        sum.store(data.in_gradient() + input);
    }

    /// The gradient of weights [input, input + Rows) x all units, in registers, and the update. The
    /// rows of the next task are fetched meanwhile: it reads them across.
    template <int Rows>
    static void update_weights(const stage_data<Scalar>& data, extent input, const auto& sink) {
        const Scalar* const gradient = array_at<Scalar>(data.shared, shared_room.gradient);
        constexpr int piece = std::min(Units, 4 * simd::width<Scalar>);
        for (extent i = input; i < input + Rows; ++i) {
            const extent later = std::min<extent>(i + block, Inputs - 1);
            for_pieces<Units, piece>([&](auto count, int u) TYPENET_INLINE_LAMBDA {
                using row = simd::row<Scalar, count>;
                simd::prefetch<count>(data.weights() + later * Units + u);
                sink.template row<weights_tensor>(i * Units + u,
                                                  row::set(data.in()[i]) * row::load(gradient + u));
            });
        }
    }
};

}  // namespace typenet::kernel
