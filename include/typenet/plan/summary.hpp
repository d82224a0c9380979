// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/plan/plan.hpp"

namespace typenet::plan {

/// One row of a plan's table: what one kernel computes for a minibatch. Plain values, for code that
/// has no business with types.
///
/// **Units**: operations are multiply-adds a training step; bytes and offsets are those of the
/// arena.
struct stage_summary {
    basic_text<127> layers;          ///< "conv1 + relu1 + max_pool1"
    text kernel;                     ///< what computes them, for people
    text why;                        ///< this kernel and no other
    double dense_operations = 0;     ///< by plain products
    double operations = 0;           ///< those that the kernel takes
    extent bytes = 0;                ///< that a step moves for it at least
    extent out = 0;                  ///< offset of its output
    extent saved = -1;               ///< -1: keeps nothing but its output
    extent out_gradient = 0;         ///< offset of the gradient of its output
    extent out_bytes = 0;            ///< of the output, and of its gradient
    extent saved_bytes = 0;          ///< of what it keeps beside its output
    extent forward_room_bytes = 0;   ///< shared by all threads, while it runs forward
    extent backward_room_bytes = 0;  ///< the same, backward
};

namespace detail {

/// The nodes of a stage: its head, and those that joined it.
template <network_type Net>
constexpr void for_each_node(const stage_row& stage, auto&& take) {
    for (int i = stage.first; i <= stage.last; ++i)
        if (Net::nodes[static_cast<std::size_t>(i)].role == layer_role::transform)
            take(Net::nodes[static_cast<std::size_t>(i)]);
}

/// What a training step must move for a stage: its inputs, output and their gradients once, weights
/// forward and backward, and the update's reading and writing of weights and moments.
template <class Stage>
constexpr extent bytes_of(extent parameters, int moments) {
    const extent values = 2 * Stage::batch * (Stage::in_size + Stage::out_size);
    const extent weights = parameters * (1 + 1 + 2 * (1 + moments));
    return static_cast<extent>(sizeof(typename Stage::scalar)) * (values + weights);
}

template <class Plan, network_type Net, int S>
constexpr stage_summary summary_of(int moments) {
    using stage = typename Plan::template stage<S>;
    constexpr stage_row row = Plan::row(S);
    // No gradient of the network's own images is needed.
    constexpr bool is_first = row.reads[0] < 0;
    const kernel::choice chosen = Plan::template family<S>::explain(
        Net::template shape_before<row.first>, row.then, Plan::batch);
    const stage_buffers& at = Plan::template arena<purpose_of_arena::training>.at[std::size_t{S}];
    stage_summary summary;
    extent parameters = 0;
    for_each_node<Net>(row, [&](const node& one) {
        summary.layers.append(summary.layers.empty() ? "" : " + ", one.name);
        summary.dense_operations +=
            static_cast<double>(one.multiply_adds) * Plan::batch * (is_first ? 2 : 3);
        parameters += one.parameters;
    });
    summary.kernel = chosen.kernel;
    summary.why = chosen.why;
    summary.operations = chosen.operations * (is_first ? 2.0 / 3 : 1);
    summary.bytes = bytes_of<stage>(parameters, moments);
    summary.out = at.out;
    if (stage::saved_bytes > 0) summary.saved = at.saved;
    summary.out_gradient = at.out_gradient;
    summary.out_bytes =
        stage::batch * stage::out_size * static_cast<extent>(sizeof(typename stage::scalar));
    summary.saved_bytes = stage::saved_bytes;
    summary.forward_room_bytes = stage::forward_shared;
    summary.backward_room_bytes = stage::backward_shared;
    return summary;
}

}  // namespace detail

/// The stages of a training step, one row each: what `describe` shows, and what assertions can ask.
template <network_type Net, class Scalar, int Batch, int Moments>
inline constexpr auto summaries = [] {
    using planned = plan<Net, Scalar, Batch>;
    return []<int... S>(std::integer_sequence<int, S...>) {
        return std::array<stage_summary, sizeof...(S)>{
            detail::summary_of<planned, Net, S>(Moments)...};
    }(std::make_integer_sequence<int, planned::stages>{});
}();

}  // namespace typenet::plan
