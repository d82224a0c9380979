// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/facts.hpp"
#include "typenet/plan/plan.hpp"

namespace typenet::plan {

namespace detail {

/// "conv1 + relu1 + max_pool1".
template <class Net, class Group>
constexpr basic_text<127> layers_of_group() {
    basic_text<127> words;
    for (int i = Group::first; i <= Group::last; ++i) {
        if (i > Group::first) words.append(" + ");
        words.append(Net::facts::layer_table[static_cast<std::size_t>(i)].name);
    }
    return words;
}

/// Multiply-adds of forward, images and weights gradient by plain products; the first stage needs
/// no gradient of the images.
template <class Net, class Group>
constexpr double dense_operations(int stage, int batch) {
    double forward = 0;
    for (int i = Group::first; i <= Group::last; ++i) {
        forward +=
            static_cast<double>(Net::facts::layer_table[static_cast<std::size_t>(i)].multiply_adds);
    }
    return forward * batch * (stage == 0 ? 2 : 3);
}

/// What a training step must move for a stage: its input, output and their gradients once, weights
/// forward and backward, and the update's reading and writing of weights and moments.
template <class Stage>
constexpr extent bytes_of(extent parameters, int moments) {
    constexpr extent values = 2 * Stage::batch * (Stage::in_size + Stage::out_size);
    const extent weights = parameters * (1 + 1 + 2 * (1 + moments));
    return static_cast<extent>(sizeof(typename Stage::scalar)) * (values + weights);
}

}  // namespace detail

/// The stages of a training step, one row each: what `describe` shows, and what assertions can ask.
///
/// **Units**: operations are multiply-adds a step; bytes and offsets are those of the arena.
template <class Net, class Scalar, int Batch, int Moments>
inline constexpr auto stage_table = [] {
    using planned = plan<Net, Scalar, Batch>;
    constexpr auto scalar_bytes = static_cast<extent>(sizeof(Scalar));
    std::array<stage_facts, static_cast<std::size_t>(planned::stages)> table{};
    [&]<int... S>(std::integer_sequence<int, S...>) {
        [[maybe_unused]] const auto fill = [&]<int I>(std::integral_constant<int, I>) {
            using group = typename planned::template group_at<I>;
            using stage = typename planned::template stage<I>;
            constexpr shape in = hana::at_c<group::first>(shapes_of<Net>).value;
            constexpr choice chosen = group::explain(in, Batch);
            constexpr const auto& at =
                planned::template arena<purpose_of_arena::training>.at[static_cast<std::size_t>(I)];
            extent parameters = 0;
            for (int i = group::first; i <= group::last; ++i)
                parameters += Net::facts::layer_table[static_cast<std::size_t>(i)].parameters;
            table[static_cast<std::size_t>(I)] = {detail::layers_of_group<Net, group>(),
                                                  chosen.kernel,
                                                  chosen.why,
                                                  detail::dense_operations<Net, group>(I, Batch),
                                                  chosen.operations * (I == 0 ? 2.0 / 3 : 1),
                                                  detail::bytes_of<stage>(parameters, Moments),
                                                  at.out,
                                                  stage::saved_bytes > 0 ? at.saved : -1,
                                                  at.out_gradient,
                                                  stage::batch * stage::out_size * scalar_bytes,
                                                  stage::saved_bytes,
                                                  stage::forward_shared,
                                                  stage::backward_shared};
        };
        (fill(std::integral_constant<int, S>{}), ...);
    }(std::make_integer_sequence<int, planned::stages>{});
    return table;
}();

}  // namespace typenet::plan
