// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "typenet/base/team.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
#include "typenet/plan/pass.hpp"
#include "typenet/train/step.hpp"

namespace typenet::detail {

/// What a trainer does, without its checks: parameters, moments and buffers, and the loops over
/// them. Its template arguments are right, or stand for wrong ones.
template <class Network, class Optimizer, int Batch, class Scalar>
class learner {
    using Net = checking::right_network<Network>;
    using plan_type = plan::plan<Net, Scalar, Batch>;
    using training_pass = plan::pass<plan_type, Net, plan::purpose_of_arena::training>;
    using settings = typename Optimizer::settings;
    using step_rule = typename Optimizer::template step_rule<Scalar>;

public:
    static constexpr int stages = plan_type::stages;                      ///< of the plan
    static constexpr extent image_size = Net::input_shape.size();         ///< scalars of an image
    parameters<Network, Scalar> values;                                   ///< that steps change
    std::array<parameters<Network, Scalar>, Optimizer::moments> moments;  ///< like the parameters

    /// Parameters and moments are 0.
    learner(int threads, const settings& of_optimizer)
        : settings_(of_optimizer),
          team_(threads, plan_type::template scratch_bytes<plan::purpose_of_arena::training>) {}

    /// The caller counted.
    [[nodiscard]] int threads() const { return team_.threads(); }

    /// One step on a batch.
    step_result step(const Scalar* images, std::span<const std::uint8_t> labels,
                     const hyperparameters& numbers) noexcept {
        return watched_step(images, labels, numbers, plan::unwatched{}, plan::unwatched{});
    }

    /// The same, and how long each stage took.
    step_result timed_step(const Scalar* images, std::span<const std::uint8_t> labels,
                           const hyperparameters& numbers,
                           std::span<stage_time, std::size_t{stages}> times) noexcept {
        const auto time = [&](double stage_time::* way) {
            return [=](int s) { return stopwatch(times[static_cast<std::size_t>(s)].*way); };
        };
        return watched_step(images, labels, numbers, time(&stage_time::forward),
                            time(&stage_time::backward));
    }

    /// Loss and accuracy of as many images as there are labels.
    evaluation evaluate(const Scalar* images, std::span<const std::uint8_t> labels) noexcept {
        const simd::flush_denormals flush;
        evaluation all;
        for_batches(images, labels.size(),
                    [&](const Scalar* logits, std::size_t first, std::size_t count) {
                        const evaluation found = judge(logits, labels.subspan(first, count));
                        all.loss += found.loss;
                        all.correct += found.correct;
                        all.images += found.images;
                    });
        if (all.images > 0) all.loss /= static_cast<double>(all.images);
        return all;
    }

    /// As many whole rows of logits as there is room for.
    void logits(const Scalar* images, std::span<Scalar> out) noexcept {
        const simd::flush_denormals flush;
        constexpr auto classes = static_cast<std::size_t>(Net::classes);
        for_batches(images, out.size() / classes,
                    [&](const Scalar* found, std::size_t first, std::size_t count) {
                        std::copy_n(found, count * classes, out.data() + first * classes);
                    });
    }

private:
    /// Says at its end how many seconds it has lived.
    class stopwatch {
        using clock = std::chrono::steady_clock;

    public:
        explicit stopwatch(double& seconds) : seconds_(seconds) {}
        ~stopwatch() { seconds_ = std::chrono::duration<double>(clock::now() - start_).count(); }
        stopwatch(const stopwatch&) = delete;
        stopwatch& operator=(const stopwatch&) = delete;

    private:
        double& seconds_;
        clock::time_point start_ = clock::now();
    };

    /// The watches are told of each stage.
    template <class Forward, class Backward>
    step_result watched_step(const Scalar* images, std::span<const std::uint8_t> labels,
                             const hyperparameters& numbers, const Forward& watch_forward,
                             const Backward& watch_backward) noexcept {
        const simd::flush_denormals flush;
        const training_pass pass(images, values.data(), arena_.data(),
                                 {numbers.keep_probability, numbers.seed, numbers.step, 0, 0});
        pass.forward(team_, watch_forward);
        const evaluation found = judge(pass.logits(), labels);
        pass.loss_gradient(labels.data());
        const step_rule rule(settings_, numbers);
        const auto updates = [&](extent weights, extent biases) {
            return update{*this, rule, weights, biases};
        };
        pass.backward(team_, updates, watch_backward);
        return {found.loss / Batch, static_cast<int>(found.correct)};
    }

    /// Where a stage's finished gradients go.
    struct update {
        learner& owner;
        const step_rule& rule;
        extent weights_offset;
        extent biases_offset;

        template <int Count>
        TYPENET_INLINE void weights(extent at, const simd::row<Scalar, Count>& gradient) const {
            apply(weights_offset + at, gradient);
        }
        template <int Count>
        TYPENET_INLINE void biases(extent at, const simd::row<Scalar, Count>& gradient) const {
            apply(biases_offset + at, gradient);
        }
        template <int Count>
        TYPENET_INLINE void prefetch(extent at) const {
            simd::prefetch<Count>(owner.values.data() + weights_offset + at);
            for (const auto& moment : owner.moments)
                simd::prefetch<Count>(moment.data() + weights_offset + at);
        }

    private:
        template <int Count>
        TYPENET_INLINE void apply(extent at, const simd::row<Scalar, Count>& gradient) const {
            std::array<Scalar*, Optimizer::moments> moment;
            for (std::size_t i = 0; i < moment.size(); ++i)
                moment[i] = owner.moments[i].data() + at;
            rule.apply(owner.values.data() + at, moment, gradient);
        }
    };

    /// Sums of the losses and of the right answers, image by image in order.
    static evaluation judge(const Scalar* logits, std::span<const std::uint8_t> labels) {
        evaluation all;
        for (const std::uint8_t label : labels) {
            const auto found = softmax_cross_entropy::loss<Net::classes>(
                logits + all.images * Net::classes, label);
            all.loss += found.loss;
            all.correct += found.correct;
            ++all.images;
        }
        return all;
    }

    /// Runs forward over images batch by batch; the last batch is filled up with zeros.
    template <class Take>
    void for_batches(const Scalar* images, std::size_t count, Take&& take) noexcept {
        constexpr auto whole = static_cast<std::size_t>(Batch);
        constexpr auto size = static_cast<std::size_t>(image_size);
        for (std::size_t first = 0; first < count; first += whole) {
            const std::size_t now = std::min(whole, count - first);
            const Scalar* from = images + first * size;
            if (now < whole) {
                std::copy_n(from, now * size, last_batch_.data());
                std::fill(last_batch_.begin() + static_cast<extent>(now * size), last_batch_.end(),
                          Scalar{0});
                from = last_batch_.data();
            }
            const training_pass pass(from, values.data(), arena_.data(), layer_pass{});
            pass.forward(team_);
            take(pass.logits(), first, now);
        }
    }

    alignas(alignment) std::array<Scalar, static_cast<std::size_t>(Batch* image_size)> last_batch_;
    alignas(alignment)
        std::array<std::byte, static_cast<std::size_t>(training_pass::arena_bytes)> arena_;
    settings settings_;
    team team_;
};

}  // namespace typenet::detail
