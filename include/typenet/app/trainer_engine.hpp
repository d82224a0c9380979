// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "typenet/app/model.hpp"
#include "typenet/train/trainer.hpp"

namespace typenet::app::detail {

/// The one implementation of `engine`: a trainer on the heap.
template <class Trainer>
class trainer_engine final : public engine {
public:
    explicit trainer_engine(int threads) : trainer_(std::make_unique<Trainer>(threads)) {}

    static constexpr bool has_momentum =
        requires(typename Trainer::optimizer::settings s) { s.momentum = s.nesterov; };

    void set_updates(const update_options& how) override {
        updates_ = how;
        if constexpr (has_momentum) {
            auto& settings = trainer_->settings();
            if (how.momentum) settings.momentum = *how.momentum;
            settings.nesterov = how.nesterov;
        }
        sum_.reset();
        if (how.clip_norm > 0) announce_minibatches(1);
        average_ = how.average > 0 ? std::make_unique<values>(trainer_->values()) : nullptr;
    }
    step_result step(std::span<const float> images, const targets& of,
                     const hyperparameters& numbers) override {
        step_result found;
        if (sum_) {
            found = accumulate(images, of, numbers);
            sharing alone;
            update(numbers, 1, alone);
        } else {
            found = trainer_->step(typename Trainer::images_view(images),
                                   typename Trainer::targets_view(taken(of)), numbers);
            follow(numbers);
        }
        return found;
    }
    void announce_minibatches(int most) override { sum_.emplace(most); }
    step_result accumulate(std::span<const float> images, const targets& of,
                           const hyperparameters& numbers) override {
        return trainer_->accumulate(typename Trainer::images_view(images),
                                    typename Trainer::targets_view(taken(of)), numbers, *sum_);
    }
    void update(const hyperparameters& numbers, int minibatches, sharing& others) override {
        const buffer_share own = others.own();
        values& gradients = trainer_->total(*sum_);
        others.sum(whole(gradients));
        if (minibatches > 1) trainer_->divide(gradients, minibatches, own);
        if (updates_.clip_norm > 0)
            trainer_->clip(gradients, updates_.clip_norm, own,
                           [&](auto& squares) { others.complete(std::span<double>(squares)); });
        trainer_->apply(gradients, numbers, own);
        others.complete(whole(trainer_->values()));
        follow(numbers);
    }
    void complete_moments(sharing& others) override {
        for (std::size_t m = 0; m < moments; ++m) others.complete(whole(trainer_->moment(m)));
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
        return trainer_->evaluate(images, taken(of), answering(), losses);
    }
    void logits(std::span<const float> images, std::span<float> out) override {
        trainer_->logits(images, out, answering());
    }
    void initialize(initial_values kind, std::uint64_t seed) override {
        typenet::initialize(trainer_->values(), kind, seed);
    }
    std::span<float> parameter(std::size_t i) override { return trainer_->values().tensor(i); }
    std::span<float> average(std::size_t i) override {
        return average_ ? average_->tensor(i) : std::span<float>{};
    }
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

    using values = parameters<typename Trainer::network, typename Trainer::scalar>;
    using sum = gradient_sum<typename Trainer::network, typename Trainer::scalar>;
    static constexpr auto moments = static_cast<std::size_t>(Trainer::optimizer::moments);

    static std::span<float> whole(values& buffer) {
        return {buffer.data(), static_cast<std::size_t>(values::size)};
    }

    /// The average of the weights follows a step.
    void follow(const hyperparameters& numbers) {
        if (average_) trainer_->average_into(*average_, numbers.step > 1 ? updates_.average : 0);
    }

    [[nodiscard]] const values& answering() const {
        return average_ ? *average_ : trainer_->values();
    }

    std::unique_ptr<Trainer> trainer_;
    update_options updates_;
    std::optional<sum> sum_;  ///< the fused step of one minibatch needs none
    std::unique_ptr<values> average_;
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
    summary.has_momentum = trainer_engine<Trainer>::has_momentum;
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
