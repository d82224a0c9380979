// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <utility>

#include "typenet/plan/plan.hpp"
#include "typenet/plan/stage_time.hpp"

/// The ways through a planned network: forward to its outputs, the loss, backward to the
/// parameters. Trainer, evaluation and predictor all go these ways.
namespace typenet::plan {

/// Where the times of a pass go, one for each stage, and the clock that they are read from. It is a
/// function, so that a program which asks for no times needs no clock: a microcontroller has none.
struct stage_times {
    stage_time* of = nullptr;  ///< null: nobody asks
    double (*now)() = nullptr;
};

/// Seconds of the steady clock.
inline double steady_seconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

/// Says at its end how long it has lived, if someone asks.
class stopwatch {
public:
    stopwatch(const stage_times& times, int stage, double stage_time::* way)
        : now_(times.now), seconds_(times.of != nullptr ? &(times.of[stage].*way) : nullptr) {
        if (seconds_ != nullptr) *seconds_ = -now_();
    }
    ~stopwatch() {
        if (seconds_ != nullptr) *seconds_ += now_();
    }
    stopwatch(const stopwatch&) = delete;
    stopwatch& operator=(const stopwatch&) = delete;

private:
    double (*now_)();
    double* seconds_;
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

    template <class Executor>
    void forward(Executor& executor, const stage_times& times = {}) const {
        // One loop over functions, not a row of calls: a network may have a hundred stages.
        using function = void (*)(const stage_data&, Executor&);
        static constexpr auto stage = for_stages<function>([]<int S>() -> function {
            return &Plan::template stage<S>::template forward<Executor>;
        });
        static constexpr auto joined = for_stages<joined_stage>([]<int S>() -> joined_stage {
            using of = typename Plan::template stage<S>;
            if constexpr (Plan::template joins_last<S> && of::can_be_a_finish)
                return {true, &of::finish};
            return {Plan::template joins_last<S>, nullptr};
        });
        for (int s = 0; s < stages; ++s) {
            const stopwatch running(times, s, &stage_time::forward);
            stage_data data = data_of(s, buffers(s).forward_shared);
            const function run = stage[at(s)];
            if constexpr (Purpose == purpose_of_arena::inference)
                for (; s + 1 < stages && joined[at(s + 1)].joins; ++s) {
                    const stage_data next = data_of(s + 1, buffers(s + 1).forward_shared);
                    if (const auto finish = joined[at(s + 1)].finish) data.finish = finish(next);
                    data.out = next.out;
                }
            run(data, executor);
        }
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
    template <class Executor, class Sinks>
    void backward(Executor& executor, const Sinks& sinks, const stage_times& times = {}) const
        requires(Purpose == purpose_of_arena::training)
    {
        using function = void (*)(stage_data&, scalar*, Executor&, const Sinks&);
        static constexpr auto stage = for_stages<function>(
            []<int S>() -> function { return &stage_backward<S, Executor, Sinks>; });
        for (int s = stages - 1; s >= 0; --s) {
            const stopwatch running(times, s, &stage_time::backward);
            stage_data data = data_of(s, buffers(s).backward_shared);
            data.out_gradient = array<scalar>(buffers(s).out_gradient);
            for (std::size_t k = 0; k < at(Plan::row(s).inputs); ++k)
                if (const int read = Plan::row(s).reads[k]; read >= 0)
                    data.in_gradients[k] = array<scalar>(buffers(read).out_gradient);
            stage[at(s)](data, array<scalar>(buffers(s).added_gradient), executor, sinks);
        }
    }

private:
    using stage_data = kernel::stage_data<scalar>;

    /// What a stage is to the one before, in inference.
    struct joined_stage {
        bool joins;
        kernel::pixel_finish<scalar> (*finish)(const stage_data&);
    };

    static constexpr std::size_t at(int i) { return static_cast<std::size_t>(i); }
    /// body.operator()<S>() of all stages.
    template <class Result>
    static constexpr auto for_stages(auto body) {
        return [&]<int... S>(std::integer_sequence<int, S...>) {
            return std::array<Result, sizeof...(S)> { body.template operator()<S>()... };
        }(std::make_integer_sequence<int, stages>{});
    }
    /// `aside` is room for what is added behind a stage that cannot add by itself.
    template <int S, class Executor, class Sinks>
    static void stage_backward(stage_data& data, [[maybe_unused]] scalar* aside, Executor& executor,
                               const Sinks& sinks) {
        using stage = typename Plan::template stage<S>;
        const auto sink = sinks.template operator()<S>();
        if constexpr (Plan::template is_added_after<S>) {
            constexpr kernel::gradient_modes assigned{kernel::gradient_mode::assign};
            scalar* const sum = std::exchange(data.in_gradients[0], aside);
            stage::template backward<assigned>(data, executor, sink);
            add(aside, sum, stage::in_size, executor);
        } else {
            stage::template backward<Plan::template modes_of<S>>(data, executor, sink);
        }
    }
    static void add(const scalar* from, scalar* to, extent image, auto& executor) {
        executor.run(batch, [&](int i, std::byte*) {
            for (extent k = i * image; k < (i + 1) * image; ++k) to[k] += from[k];
        });
    }
    static constexpr const stage_buffers& buffers(int stage) {
        return Plan::template arena<Purpose>.at[at(stage)];
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
    /// What stage `s` reads and writes. Random numbers of a fused stage are those of its last
    /// layer, its dropout.
    [[nodiscard]] stage_data data_of(int s, extent shared) const {
        const stage_row& row = Plan::row(s);
        const stage_tensors& tensors = Plan::tensors[at(s)];
        stage_data data;
        for (std::size_t k = 0; k < at(row.inputs); ++k) data.inputs[k] = output_of(row.reads[k]);
        for (std::size_t i = 0; i < at(tensors.count); ++i)
            data.tensors[i] = tensors_ + tensors.offset[i];
        data.out = array<scalar>(buffers(s).out);
        data.saved = arena_ + buffers(s).saved;
        data.shared = arena_ + shared;
        data.pass = numbers_;
        data.pass.images = batch;
        data.pass.ordinal = static_cast<std::uint32_t>(Net::nodes[at(row.last)].ordinal);
        return data;
    }

    const scalar* images_;
    const scalar* tensors_;
    std::byte* arena_;
    layer_pass numbers_;
};

}  // namespace typenet::plan
