// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include "typenet/app/model.hpp"
#include "typenet/train/trainer.hpp"

namespace typenet::app::detail {

/// The one implementation of `engine`: a trainer on the heap.
template <class Trainer>
class trainer_engine final : public engine {
public:
    explicit trainer_engine(int threads) : trainer_(std::make_unique<Trainer>(threads)) {}

    step_result step(std::span<const float> images, const targets& of,
                     const hyperparameters& numbers) override {
        return trainer_->step(typename Trainer::images_view(images),
                              typename Trainer::targets_view(taken(of)), numbers);
    }
    step_result timed_step(std::span<const float> images, const targets& of,
                           const hyperparameters& numbers, std::span<stage_time> times) override {
        constexpr auto stages = static_cast<std::size_t>(Trainer::stages);
        return trainer_->timed_step(typename Trainer::images_view(images),
                                    typename Trainer::targets_view(taken(of)), numbers,
                                    times.first<stages>());
    }
    evaluation evaluate(std::span<const float> images, const targets& of,
                        std::span<double> losses) override {
        return trainer_->evaluate(images, taken(of), losses);
    }
    void logits(std::span<const float> images, std::span<float> out) override {
        trainer_->logits(images, out);
    }
    void initialize(initial_values kind, std::uint64_t seed) override {
        typenet::initialize(trainer_->values(), kind, seed);
    }
    std::span<float> parameter(std::size_t i) override { return trainer_->values().tensor(i); }
    std::span<float> moment(std::size_t m, std::size_t i) override {
        return trainer_->moment(m).tensor(i);
    }
    [[nodiscard]] int threads() const override { return trainer_->threads(); }

private:
    /// What its loss compares with.
    static auto taken(const targets& of) {
        if constexpr (loss_of<typename Trainer::network>::classifies)
            return of.labels;
        else
            return of.values;
    }

    std::unique_ptr<Trainer> trainer_;
};

template <class Trainer>
constexpr network_summary summary_of() {
    using Net = typename Trainer::network;
    using Optimizer = typename Trainer::optimizer;
    using plan_type = plan::plan<Net, float, Trainer::batch_images>;
    constexpr auto training = plan::purpose_of_arena::training;
    network_summary summary;
    summary.input = Net::input_shape;
    summary.output = Net::output_shape;
    summary.classes = loss_of<Net>::classifies ? Net::classes : 0;
    summary.batch = Trainer::batch_images;
    summary.optimizer = Optimizer::name;
    summary.moments = Optimizer::moments;
    summary.nodes = Net::nodes;
    summary.tensors = Net::tensors;
    summary.stages = plan::summaries<Net, float, Trainer::batch_images, Optimizer::moments>;
    summary.parameter_count = Net::parameters;
    summary.multiply_adds = Net::multiply_adds;
    summary.parameter_bytes = parameters<Net, float>::bytes;
    summary.moment_bytes = Optimizer::moments * summary.parameter_bytes;
    summary.arena_bytes = plan_type::template arena<training>.bytes;
    summary.scratch_bytes = plan_type::template scratch_bytes<training>;
    summary.simd = simd::target_name();
    summary.vectorised = simd::vectorised;
#ifdef __OPTIMIZE__
    summary.optimised = true;
#endif
    return summary;
}

}  // namespace typenet::app::detail
