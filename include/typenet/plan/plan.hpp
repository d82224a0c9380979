// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/length.hpp>

#include "typenet/network/sequence.hpp"
#include "typenet/plan/arena.hpp"
#include "typenet/plan/fusion.hpp"

namespace typenet::plan {

/// What the whole arena is for.
enum class purpose_of_arena : std::uint8_t { training, inference };

inline constexpr std::size_t buffers_of_a_stage = 5;

/// Output, saved state, output's gradient, and the rooms shared by all workers forward and
/// backward, of stage number `s`, with their lives.
template <class Stage>
constexpr std::array<buffer, buffers_of_a_stage> buffers_of(int s, int stages,
                                                            purpose_of_arena purpose) {
    constexpr extent out_bytes =
        Stage::batch * Stage::out_size * static_cast<extent>(sizeof(typename Stage::scalar));
    if (purpose == purpose_of_arena::inference)
        return {{{out_bytes, s, s + 1},
                 {Stage::saved_bytes, s, s},
                 {},
                 {Stage::forward_shared, s, s},
                 {}}};
    const int backward = 2 * stages - s;
    // The output is read by the next stage's backward or by the loss, and perhaps by its own.
    return {{{out_bytes, s, Stage::backward_reads_output ? backward : backward - 1},
             {Stage::saved_bytes, s, backward},
             {out_bytes, backward - 1, backward},
             {Stage::forward_shared, s, s},
             {Stage::backward_shared, backward, backward}}};
}

/// A network of one batch size as stages, and the place of every buffer they use.
///
/// Moments: stage s runs forward at s, the loss at S, stage s backward at 2S - s.
template <class Net, class Scalar, int Batch>
struct plan {
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr int stages = static_cast<int>(decltype(hana::length(groups<Net>))::value);

    template <int S>
    using group_at = typename decltype(+hana::at_c<S>(groups<Net>))::type;
    template <int S>
    using stage =
        typename group_at<S>::template stage<Scalar, Batch,
                                             hana::at_c<group_at<S>::first>(shapes_of<Net>).value>;

    /// Where the weights and the biases of stage S stand in the buffer of all parameters, or -1.
    /// Only the first layer of a group has parameters.
    struct parameter_offsets {
        extent weights = -1;
        extent biases = -1;
    };
    template <int S>
    static constexpr parameter_offsets parameters_of = [] {
        parameter_offsets found;
        for (const parameter_facts& p : Net::facts::parameter_table)
            if (p.layer == group_at<S>::first)
                (p.tensor.is_weights() ? found.weights : found.biases) = p.offset;
        return found;
    }();

    /// Buffers of a stage in the arena.
    struct stage_buffers {
        extent out = 0;
        extent saved = 0;
        extent out_gradient = 0;
        extent forward_shared = 0;
        extent backward_shared = 0;
    };
    struct memory {
        std::array<stage_buffers, static_cast<std::size_t>(stages)> at{};
        extent bytes = 0;
    };
    template <purpose_of_arena Purpose>
    static constexpr memory arena = [] {
        constexpr auto count = static_cast<std::size_t>(stages);
        std::array<buffer, buffers_of_a_stage * count> buffers{};
        auto next = buffers.begin();
        [&]<int... S>(std::integer_sequence<int, S...>) {
            ((next = std::ranges::copy(buffers_of<stage<S>>(S, stages, Purpose), next).out), ...);
        }(std::make_integer_sequence<int, stages>{});
        const auto laid_out = lay_out(buffers);
        memory result;
        for (std::size_t s = 0; s < count; ++s) {
            const extent* const at = &laid_out.offset[buffers_of_a_stage * s];
            result.at[s] = {at[0], at[1], at[2], at[3], at[4]};
        }
        result.bytes = laid_out.bytes;
        return result;
    }();

    /// Bytes of room that each worker needs.
    template <purpose_of_arena Purpose>
    static constexpr extent scratch_bytes = [] {
        return [&]<int... S>(std::integer_sequence<int, S...>) {
            extent most = alignment;
            ((most = std::max(most, stage<S>::forward_scratch)), ...);
            if (Purpose == purpose_of_arena::training)
                ((most = std::max(most, stage<S>::backward_scratch)), ...);
            return most;
        }(std::make_integer_sequence<int, stages>{});
    }();
};

}  // namespace typenet::plan
