// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include "typenet/plan/plan.hpp"

/// The ways through a planned network: forward to its outputs, the loss, backward to the
/// parameters. Trainer, evaluation and predictor all go these ways.
namespace typenet::plan {

/// Whoever watches a pass is called with the number of each stage, and what it returns lives as
/// long as the stage runs. Here nobody does.
struct unwatched {
    constexpr int operator()(int /*stage*/) const { return 0; }
};

template <class Plan, network_type Net, purpose_of_arena Purpose>
class pass {
public:
    using scalar = typename Plan::scalar;
    using loss = loss_of<Net>;
    using target = typename loss::template target<scalar>;
    static constexpr int batch = Plan::batch;
    static constexpr int stages = Plan::stages;
    static constexpr auto arena_bytes = Plan::template arena<Purpose>.bytes;

    /// `images` is not copied; it must live as long as the pass.
    pass(const scalar* images, const scalar* tensors, std::byte* arena, const layer_pass& numbers)
        : images_(images), tensors_(tensors), arena_(arena), numbers_(numbers) {}

    template <class Executor, class Watch = unwatched>
    void forward(Executor& executor, const Watch& watch = {}) const {
        for_stages([&]<int S>() {
            [[maybe_unused]] const auto running = watch(S);
            Plan::template stage<S>::forward(data_of<S>(buffers(S).forward_shared), executor);
        });
    }

    /// [batch][outputs], after `forward`.
    [[nodiscard]] const scalar* outputs() const { return output_of(Plan::table.output); }

    /// Writes the gradient of the mean loss over the batch where `backward` starts from.
    void loss_gradient(const target* targets) const
        requires(Purpose == purpose_of_arena::training)
    {
        if constexpr (stages > 0) {
            constexpr shape out = Net::output_shape;
            scalar* const gradient = array<scalar>(buffers(Plan::table.output).out_gradient);
            for (extent image = 0; image < batch; ++image) {
                loss::template gradient<out>(numbers_, outputs() + image * out.size(),
                                             targets + image * loss::targets(out), 1.0 / batch,
                                             gradient + image * out.size());
            }
        }
    }

    /// From the loss to the first layer; `sinks.template operator()<S>()` gives the sink of stage
    /// S.
    template <class Executor, class Sinks, class Watch = unwatched>
    void backward(Executor& executor, const Sinks& sinks, const Watch& watch = {}) const
        requires(Purpose == purpose_of_arena::training)
    {
        for_stages([&]<int Back>() {
            constexpr int S = stages - 1 - Back;
            [[maybe_unused]] const auto running = watch(S);
            auto data = data_of<S>(buffers(S).backward_shared);
            data.out_gradient = array<scalar>(buffers(S).out_gradient);
            for (std::size_t k = 0; k < static_cast<std::size_t>(Plan::row(S).inputs); ++k)
                if (const int read = Plan::row(S).reads[k]; read >= 0)
                    data.in_gradients[k] = array<scalar>(buffers(read).out_gradient);
            if constexpr (Plan::template is_added_after<S>) {
                scalar* const sum = data.in_gradient();
                data.in_gradients[0] = array<scalar>(buffers(S).added_gradient);
                run_backward<S, assigned>(data, executor, sinks);
                add(data.in_gradient(), sum, Plan::template stage<S>::in_size, executor);
            } else {
                run_backward<S, Plan::template modes_of<S>>(data, executor, sinks);
            }
        });
    }

private:
    static constexpr kernel::gradient_modes assigned{kernel::gradient_mode::assign};

    template <class Body>
    static void for_stages(Body&& body) {
        [&]<int... S>(std::integer_sequence<int, S...>) {
            (body.template operator()<S>(), ...);
        }(std::make_integer_sequence<int, stages>{});
    }
    template <int S, kernel::gradient_modes To>
    static void run_backward(const kernel::stage_data<scalar>& data, auto& executor,
                             const auto& sinks) {
        Plan::template stage<S>::template backward<To>(data, executor,
                                                       sinks.template operator()<S>());
    }
    static void add(const scalar* from, scalar* to, extent image, auto& executor) {
        executor.run(batch, [&](int i, std::byte*) {
            for (extent at = i * image; at < (i + 1) * image; ++at) to[at] += from[at];
        });
    }
    static constexpr const stage_buffers& buffers(int stage) {
        return Plan::template arena<Purpose>.at[static_cast<std::size_t>(stage)];
    }
    template <class T>
    [[nodiscard]] T* array(extent offset) const {
        return kernel::array_at<T>(arena_, offset);
    }
    [[nodiscard]] const scalar* output_of(int stage) const {
        if constexpr (stages > 0)
            if (stage >= 0) return array<scalar>(buffers(stage).out);
        return images_;
    }
    /// What stage S reads and writes. Random numbers of a fused stage are those of its last layer,
    /// its dropout.
    template <int S>
    [[nodiscard]] kernel::stage_data<scalar> data_of(extent shared) const {
        kernel::stage_data<scalar> data;
        for (std::size_t k = 0; k < static_cast<std::size_t>(Plan::row(S).inputs); ++k)
            data.inputs[k] = output_of(Plan::row(S).reads[k]);
        constexpr const auto& places = Plan::template tensors_of<S>;
        for (std::size_t i = 0; i < static_cast<std::size_t>(places.count); ++i)
            data.tensors[i] = tensors_ + places.offset[i];
        data.out = array<scalar>(buffers(S).out);
        data.saved = arena_ + buffers(S).saved;
        data.shared = arena_ + shared;
        data.pass = numbers_;
        data.pass.images = batch;
        data.pass.ordinal = static_cast<std::uint32_t>(
            Net::nodes[static_cast<std::size_t>(Plan::row(S).last)].ordinal);
        return data;
    }

    const scalar* images_;
    const scalar* tensors_;
    std::byte* arena_;
    layer_pass numbers_;
};

}  // namespace typenet::plan
