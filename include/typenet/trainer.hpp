// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <memory>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/diagnostic.hpp"
#include "typenet/network.hpp"
#include "typenet/parameters.hpp"
//
#include "typenet/data_set.hpp"
#include "typenet/huge_pages.hpp"
#include "typenet/initial_values.hpp"
#include "typenet/optimizer/adam.hpp"
#include "typenet/optimizer/sgd.hpp"
#include "typenet/plan/pass.hpp"
#include "typenet/step.hpp"
#include "typenet/team.hpp"
#include "typenet/use/data.hpp"
#include "typenet/use/trainer_calls.hpp"
#include "typenet/use/training.hpp"
#include "typenet/use/view.hpp"

namespace typenet {

namespace checking {

/// The one error of a trainer's arguments, for whoever is about to use its type: a function, as
/// `tell_network`, which must be asked before, as `tell_scalar` must.
template <class Net, class Optimizer, class Batch, class Scalar>
constexpr auto tell_trainer() {
    return true;
}
template <class Net, class Optimizer, class Batch, class Scalar>
    requires(is_right_network<Net> && computes<Scalar> &&
             !is_right_trainer<Net, Optimizer, Batch, Scalar>)
constexpr auto tell_trainer() {
    return true;
    constexpr fault first_fault = training_arguments<Net, Optimizer, Batch, Scalar>::first_fault;
    constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
}

}  // namespace checking

/// Everything that training a network needs, in one object of fixed size: parameters, the
/// optimiser's moments, all buffers. It is tens of megabytes; `make_trainer` puts it on the heap
/// once.
///
/// **Errors**: `step` and `evaluate` do not allocate, throw, lock or do I/O. Labels must be below
/// the number of classes.
/// **Cost**: three times the network's forward multiply-adds for each image of a step.
template <class AnyNet, class AnyOptimizer = nothing, class AnyBatch = nothing,
          class AnyScalar = float>
class trainer : public on_huge_pages,
                public checking::trainer_calls<trainer<AnyNet, AnyOptimizer, AnyBatch, AnyScalar>> {
    using refused_calls = checking::trainer_calls<trainer>;
    friend refused_calls;

    // A wrong network reports itself here, before anything deeper asks for it.
    using network_comes_first = decltype(checking::tell_network(std::type_identity<AnyNet>{}));
    using scalar_comes_next = decltype(checking::tell_scalar<AnyNet, AnyScalar>());
    using arguments_come_then =
        decltype(checking::tell_trainer<AnyNet, AnyOptimizer, AnyBatch, AnyScalar>());
    using arguments = checking::training_arguments<AnyNet, AnyOptimizer, AnyBatch, AnyScalar>;
    using named_network = typename arguments::network;
    using Net = checking::right_network<named_network>;
    using Optimizer = typename arguments::optimizer;
    using Batch = typename arguments::batch;
    using Scalar = typename arguments::scalar;
    static constexpr bool is_right =
        checking::is_right_trainer<AnyNet, AnyOptimizer, AnyBatch, AnyScalar>;

    using plan_type = plan::plan<Net, Scalar, Batch::images>;
    using training_pass = plan::pass<plan_type, Net, plan::purpose_of_arena::training>;

public:
    using refused_calls::evaluate;
    using refused_calls::logits;
    using refused_calls::step;
    using refused_calls::timed_step;

    using network = named_network;  ///< that is trained
    using optimizer = Optimizer;    ///< how parameters change
    using scalar = Scalar;          ///< what pixels, parameters and moments are
    /// Images of each step.
    static constexpr auto batch_images = checking::constant<is_right>(Batch::images);
    /// Stages of the plan.
    static constexpr auto stages = checking::constant<is_right>(plan_type::stages);
    /// Scalars of an image.
    static constexpr auto image_size = checking::constant<is_right>(Net::input_shape.size());

    /// The images of a minibatch, [image][y][x][channel].
    using images_view = checking::view_of<is_right, const Scalar,
                                          static_cast<std::size_t>(batch_images* image_size)>;
    /// Their classes.
    using labels_view =
        checking::view_of<is_right, const std::uint8_t, static_cast<std::size_t>(batch_images)>;

    /// Parameters and moments are 0. `threads` 0 stands for as many as the machine has cores.
    ///
    /// **Errors**: std::system_error where the system gives no thread, std::bad_alloc.
    explicit trainer(int threads = 0, const typename Optimizer::settings& settings = {})
        : settings_(settings),
          team_(threads, plan_type::template scratch_bytes<plan::purpose_of_arena::training>) {}

    /// Only ever an error: settings of another optimiser.
    template <class Settings>
        requires(!std::is_convertible_v<const Settings&, typename Optimizer::settings>)
    explicit trainer(int threads, const Settings& /*settings*/) : trainer(threads) {
        tell<is_right ? checking::settings_fault<Optimizer, Settings>() : fault{}>();
    }

    /// Only ever an error: what is no number of threads, such as options of `make_trainer`.
    template <class Threads>
        requires(!std::is_convertible_v<const Threads&, int>)
    explicit trainer(const Threads& /*threads*/) : trainer(1) {
        tell<is_right ? checking::threads_fault<Threads>() : fault{}>();
    }

    /// Trains on one minibatch. The same parameters, images and hyperparameters give the same bits,
    /// whatever the number of threads.
    step_result step(images_view images, labels_view labels,
                     const hyperparameters& numbers) noexcept {
        return train(images, labels, numbers, plan::unwatched{}, plan::unwatched{});
    }

    /// The same step, which also says how long each stage of the plan took.
    step_result timed_step(images_view images, labels_view labels, const hyperparameters& numbers,
                           std::span<stage_time, static_cast<std::size_t>(stages)> times) noexcept {
        const auto time = [&](double stage_time::* way) {
            return [=](int s) { return stopwatch(times[static_cast<std::size_t>(s)].*way); };
        };
        return train(images, labels, numbers, time(&stage_time::forward),
                     time(&stage_time::backward));
    }

    /// The same for examples of a data set that the network is for.
    template <class DataSet, int Count, class Numbers>
    step_result step(const examples<DataSet, Count, Numbers>& from,
                     const hyperparameters& numbers) noexcept {
        checking::tell_examples<DataSet>();
        constexpr fault wrong = examples_fault<DataSet, Count, Numbers>("step", Batch::images);
        if constexpr (checking::is_right_data_set<DataSet> && is_right && wrong.none())
            return step(from.images, from.labels, numbers);
        else
            return {};
        tell<wrong>();
    }

    /// Loss and accuracy over any number of images, without dropout; as many as there are labels.
    evaluation evaluate(std::span<const Scalar> images,
                        std::span<const std::uint8_t> labels) noexcept {
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

    /// The same for examples of a data set that the network is for, of any number.
    template <class DataSet, int Count, class Numbers>
    evaluation evaluate(const examples<DataSet, Count, Numbers>& from) noexcept {
        checking::tell_examples<DataSet>();
        constexpr fault wrong = examples_fault<DataSet, Count, Numbers>("evaluate", Count);
        if constexpr (checking::is_right_data_set<DataSet> && is_right && wrong.none())
            return evaluate(std::span<const Scalar>(from.images), from.labels);
        else
            return {};
        tell<wrong>();
    }

    /// The logits of any number of images, [image][classes], without dropout.
    void logits(std::span<const Scalar> images, std::span<Scalar> out) noexcept {
        const simd::flush_denormals flush;
        constexpr auto classes = static_cast<std::size_t>(Net::classes);
        for_batches(images, out.size() / classes,
                    [&](const Scalar* found, std::size_t first, std::size_t count) {
                        std::copy_n(found, count * classes, out.data() + first * classes);
                    });
    }

    /// The parameters, which steps change.
    [[nodiscard]] parameters<network, Scalar>& values() { return parameters_; }
    /// @copydoc values()
    [[nodiscard]] const parameters<network, Scalar>& values() const { return parameters_; }
    /// The optimiser's moment number `i`, tensor by tensor like the parameters.
    [[nodiscard]] parameters<network, Scalar>& moment(std::size_t i) { return moments_[i]; }
    /// How many there are, the caller counted.
    [[nodiscard]] int threads() const { return team_.threads(); }

private:
    /// What is wrong with examples for a function.
    template <class DataSet, int Count, class Numbers>
    static constexpr fault examples_fault(const text& use, int wanted) {
        if (!is_right || !checking::is_right_data_set<DataSet>) return {};
        const fault found = checking::data_set_fault<network, DataSet>(use);
        if (!found.none()) return found;
        return checking::first_of(use,
                                  {checking::count_complaint(wanted, Count, "images"),
                                   std::is_same_v<Scalar, Numbers>
                                       ? complaint{}
                                       : complaint{text::of("images of ", name_of<Scalar>(), "s"),
                                                   text::of(name_of<Numbers>(), "s")}});
    }

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

    template <class Forward, class Backward>
    step_result train(images_view images, labels_view labels, const hyperparameters& numbers,
                      const Forward& watch_forward, const Backward& watch_backward) noexcept {
        const simd::flush_denormals flush;
        const training_pass pass(images.data(), parameters_.data(), arena_.data(),
                                 {numbers.keep_probability, numbers.seed, numbers.step, 0, 0});
        pass.forward(team_, watch_forward);
        const evaluation found = judge(pass.logits(), labels);
        pass.loss_gradient(labels.data());
        const typename Optimizer::template step_rule<Scalar> rule(settings_, numbers);
        const auto updates = [&](extent weights, extent biases) {
            return update{*this, rule, weights, biases};
        };
        pass.backward(team_, updates, watch_backward);
        return {found.loss / batch_images, static_cast<int>(found.correct)};
    }

    /// Where a stage's finished gradients go.
    struct update {
        trainer& owner;
        const typename Optimizer::template step_rule<Scalar>& rule;
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
            simd::prefetch<Count>(owner.parameters_.data() + weights_offset + at);
            for (const auto& moment : owner.moments_)
                simd::prefetch<Count>(moment.data() + weights_offset + at);
        }

    private:
        template <int Count>
        TYPENET_INLINE void apply(extent at, const simd::row<Scalar, Count>& gradient) const {
            std::array<Scalar*, Optimizer::moments> moment;
            for (std::size_t i = 0; i < moment.size(); ++i)
                moment[i] = owner.moments_[i].data() + at;
            rule.apply(owner.parameters_.data() + at, moment, gradient);
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
    void for_batches(std::span<const Scalar> images, std::size_t count, Take&& take) noexcept {
        constexpr auto whole = static_cast<std::size_t>(batch_images);
        constexpr auto size = static_cast<std::size_t>(image_size);
        for (std::size_t first = 0; first < count; first += whole) {
            const std::size_t now = std::min(whole, count - first);
            const Scalar* from = images.data() + first * size;
            if (now < whole) {
                std::copy_n(from, now * size, last_batch_.data());
                std::fill(last_batch_.begin() + static_cast<extent>(now * size), last_batch_.end(),
                          Scalar{0});
                from = last_batch_.data();
            }
            const training_pass pass(from, parameters_.data(), arena_.data(), layer_pass{});
            pass.forward(team_);
            take(pass.logits(), first, now);
        }
    }

    parameters<network, Scalar> parameters_;
    std::array<parameters<network, Scalar>, Optimizer::moments> moments_;
    alignas(alignment)
        std::array<Scalar, static_cast<std::size_t>(batch_images* image_size)> last_batch_;
    alignas(alignment)
        std::array<std::byte, static_cast<std::size_t>(training_pass::arena_bytes)> arena_;
    typename Optimizer::settings settings_;
    team team_;
};

/// How a trainer starts.
struct trainer_options {
    int threads = 0;                                    ///< 0: as many as the machine has cores
    std::uint64_t seed = 1;                             ///< of the initial values
    initial_values values = initial_values::he_normal;  ///< what parameters start from
};

/// A trainer on the heap, its parameters set to initial values, its moments to zero.
///
/// **Errors**: std::bad_alloc, std::system_error (no thread to be had).
template <class Net, class Optimizer = nothing, class Batch = nothing, class Scalar = float>
auto make_trainer(
    const trainer_options& options = {},
    const typename checking::optimizer_or_stand_in<Optimizer, Scalar>::settings& settings = {}) {
    // The return type is deduced so that mistakes are found here, not inside std::unique_ptr.
    using trainer_type = trainer<Net, Optimizer, Batch, Scalar>;
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_scalar<Net, Scalar>();
    checking::tell_trainer<Net, Optimizer, Batch, Scalar>();
    auto made = std::make_unique<trainer_type>(options.threads, settings);
    typenet::initialize(made->values(), options.values, options.seed);
    return made;
}

/// Only ever an error: what are no options.
template <class Net, class Optimizer = nothing, class Batch = nothing, class Scalar = float,
          class Options, class... Settings>
    requires(!std::is_convertible_v<const Options&, trainer_options>)
auto make_trainer(const Options& /*options*/, const Settings&... /*settings*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_scalar<Net, Scalar>();
    checking::tell_trainer<Net, Optimizer, Batch, Scalar>();
    constexpr bool is_right = checking::is_right_trainer<Net, Optimizer, Batch, Scalar>;
    tell<is_right ? checking::options_fault<Options>() : fault{}>();
    return make_trainer<Net, Optimizer, Batch, Scalar>();
}

/// Only ever an error: settings of another optimiser.
template <class Net, class Optimizer = nothing, class Batch = nothing, class Scalar = float,
          class Settings>
    requires(
        !std::is_convertible_v<
            const Settings&, typename checking::optimizer_or_stand_in<Optimizer, Scalar>::settings>)
auto make_trainer(const trainer_options& options, const Settings& /*settings*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_scalar<Net, Scalar>();
    checking::tell_trainer<Net, Optimizer, Batch, Scalar>();
    constexpr bool is_right = checking::is_right_trainer<Net, Optimizer, Batch, Scalar>;
    tell<is_right ? checking::settings_fault<Optimizer, Settings>() : fault{}>();
    return make_trainer<Net, Optimizer, Batch, Scalar>(options);
}

/// Only ever an error: a number in place of a batch.
template <class Net, class Optimizer, int Images, class Scalar = float>
auto make_trainer(
    const trainer_options& options = {},
    const typename checking::optimizer_or_stand_in<Optimizer, Scalar>::settings& settings = {}) {
    checking::tell_network(std::type_identity<Net>{});
    tell<checking::batch_fault<Net, Images>("make_trainer")>();
    using Batch = checking::batch_or_stand_in<batch<Images>>;
    return make_trainer<Net, Optimizer, Batch, Scalar>(options, settings);
}

}  // namespace typenet
