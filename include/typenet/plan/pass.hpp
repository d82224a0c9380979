// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/softmax_cross_entropy.hpp"
#include "typenet/plan/plan.hpp"

/// The ways through a planned network: forward to the logits, the loss, backward to the parameters.
/// Trainer, evaluation and predictor all go these ways.
namespace typenet::plan {

/// Whoever watches a pass is called with the number of each stage, and what it returns lives as
/// long as the stage runs. Here nobody does.
struct unwatched {
    constexpr int operator()(int /*stage*/) const { return 0; }
};

template <class Plan, class Net, purpose_of_arena Purpose>
class pass {
public:
    using scalar = typename Plan::scalar;
    static constexpr int batch = Plan::batch;
    static constexpr int stages = Plan::stages;
    static constexpr auto arena_bytes = Plan::template arena<Purpose>.bytes;

    /// `images` is not copied; it must live as long as the pass.
    pass(const scalar* images, const scalar* parameters, std::byte* arena, layer_pass facts)
        : images_(images), parameters_(parameters), arena_(arena), facts_(facts) {}

    template <class Executor, class Watch = unwatched>
    void forward(Executor& executor, const Watch& watch = {}) const {
        for_stages([&]<int S>() {
            using stage = typename Plan::template stage<S>;
            [[maybe_unused]] const auto running = watch(S);
            stage::forward({in<S>(), weights<S>(), biases<S>(), array<scalar>(buffers(S).out),
                            arena_ + buffers(S).saved, arena_ + buffers(S).forward_shared,
                            facts_of_layer<S>()},
                           executor);
        });
    }

    /// [batch][classes], after `forward`.
    [[nodiscard]] const scalar* logits() const {
        if constexpr (stages == 0)
            return images_;
        else
            return array<scalar>(buffers(stages - 1).out);
    }

    /// Writes the gradient of the mean loss over the batch where `backward` starts from.
    void loss_gradient(const std::uint8_t* labels) const
        requires(Purpose == purpose_of_arena::training)
    {
        if constexpr (stages > 0) {
            scalar* const gradient = array<scalar>(buffers(stages - 1).out_gradient);
            for (int image = 0; image < batch; ++image) {
                softmax_cross_entropy::loss_gradient<Net::classes>(
                    logits() + extent{image} * Net::classes, labels[image], 1.0 / batch,
                    gradient + extent{image} * Net::classes);
            }
        }
    }

    /// From the loss to the first layer; `updates(weights_offset, biases_offset)` gives the object
    /// that changes the parameters of a stage.
    template <class Executor, class Updates, class Watch = unwatched>
    void backward(Executor& executor, const Updates& updates, const Watch& watch = {}) const
        requires(Purpose == purpose_of_arena::training)
    {
        for_stages([&]<int Back>() {
            constexpr int S = stages - 1 - Back;
            using stage = typename Plan::template stage<S>;
            scalar* in_gradient = nullptr;
            if constexpr (S > 0) in_gradient = array<scalar>(buffers(S - 1).out_gradient);
            constexpr auto offsets = Plan::template parameters_of<S>;
            [[maybe_unused]] const auto running = watch(S);
            stage::template backward<(S > 0)>(backward_data_of<S>(in_gradient), executor,
                                              updates(offsets.weights, offsets.biases));
        });
    }

private:
    template <class Body>
    static void for_stages(Body&& body) {
        [&]<int... S>(std::integer_sequence<int, S...>) {
            (body.template operator()<S>(), ...);
        }(std::make_integer_sequence<int, stages>{});
    }
    static constexpr const auto& buffers(int stage) {
        return Plan::template arena<Purpose>.at[static_cast<std::size_t>(stage)];
    }
    template <class T>
    [[nodiscard]] T* array(extent offset) const {
        return kernel::array_at<T>(arena_, offset);
    }
    template <int S>
    [[nodiscard]] const scalar* in() const {
        if constexpr (S == 0)
            return images_;
        else
            return array<scalar>(buffers(S - 1).out);
    }
    template <int S>
    [[nodiscard]] const scalar* weights() const {
        constexpr auto offsets = Plan::template parameters_of<S>;
        return offsets.weights < 0 ? nullptr : parameters_ + offsets.weights;
    }
    template <int S>
    [[nodiscard]] const scalar* biases() const {
        constexpr auto offsets = Plan::template parameters_of<S>;
        return offsets.biases < 0 ? nullptr : parameters_ + offsets.biases;
    }
    /// Random numbers of a fused stage are those of its last layer, its dropout.
    template <int S>
    [[nodiscard]] layer_pass facts_of_layer() const {
        layer_pass facts = facts_;
        constexpr auto last = static_cast<std::size_t>(Plan::template group_at<S>::last);
        facts.ordinal = static_cast<std::uint32_t>(Net::facts::layer_table[last].ordinal);
        return facts;
    }
    template <int S>
    [[nodiscard]] kernel::backward_data<scalar> backward_data_of(scalar* in_gradient) const {
        return {in<S>(),
                weights<S>(),
                biases<S>(),
                array<scalar>(buffers(S).out),
                arena_ + buffers(S).saved,
                array<scalar>(buffers(S).out_gradient),
                in_gradient,
                arena_ + buffers(S).backward_shared,
                facts_of_layer<S>()};
    }

    const scalar* images_;
    const scalar* parameters_;
    std::byte* arena_;
    layer_pass facts_;
};

}  // namespace typenet::plan
