// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
//
#include "typenet/base/huge_pages.hpp"
#include "typenet/network/initial_values.hpp"
#include "typenet/optimizer/adam.hpp"
#include "typenet/optimizer/sgd.hpp"
#include "typenet/train/data_set.hpp"
#include "typenet/train/learner.hpp"
#include "typenet/train/step.hpp"
#include "typenet/use/braces.hpp"
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

/// How a trainer starts.
struct trainer_options {
    int threads = 0;                                    ///< 0: as many as the machine has cores
    std::uint64_t seed = 1;                             ///< of the initial values
    initial_values values = initial_values::he_normal;  ///< what parameters start from
};

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
    using refused_const_calls = checking::const_trainer_calls<trainer>;
    friend refused_calls;
    friend refused_const_calls;

    // A wrong network reports itself here, before anything deeper asks for it.
    using network_comes_first = decltype(checking::tell_network(std::type_identity<AnyNet>{}));
    using scalar_comes_next = decltype(checking::tell_scalar<AnyNet, AnyScalar>());
    using arguments_come_then =
        decltype(checking::tell_trainer<AnyNet, AnyOptimizer, AnyBatch, AnyScalar>());
    using arguments = checking::training_arguments<AnyNet, AnyOptimizer, AnyBatch, AnyScalar>;
    using named_network = typename arguments::network;
    using Optimizer = typename arguments::optimizer;
    using Batch = typename arguments::batch;
    using Scalar = typename arguments::scalar;
    static constexpr bool is_right =
        checking::is_right_trainer<AnyNet, AnyOptimizer, AnyBatch, AnyScalar>;

    using learner = detail::learner<named_network, Optimizer, Batch::images, Scalar>;

public:
    using refused_calls::evaluate;
    using refused_calls::logits;
    using refused_calls::moment;
    using refused_calls::step;
    using refused_calls::timed_step;

    using network = named_network;  ///< that is trained
    using optimizer = Optimizer;    ///< how parameters change
    using scalar = Scalar;          ///< what pixels, parameters and moments are
    /// Images of each step.
    static constexpr auto batch_images = checking::constant<is_right>(Batch::images);
    /// Stages of the plan.
    static constexpr auto stages = checking::constant<is_right>(learner::stages);
    /// Scalars of an image.
    static constexpr auto image_size = checking::constant<is_right>(learner::image_size);

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
        : learner_(threads, settings) {}

    /// Threads and buffers of its own make it one of a kind.
    trainer(const trainer&) = delete;
    trainer& operator=(const trainer&) = delete;

    /// Only ever an error: settings of another optimiser.
    template <class Settings = checking::braces>
        requires(!std::is_convertible_v<const Settings&, typename Optimizer::settings>)
    explicit trainer(int threads, const Settings& /*settings*/) : trainer(threads) {
        checking::tell<is_right ? checking::settings_fault<Optimizer, Settings>()
                                : checking::fault{}>();
    }

    /// Only ever an error: more arguments.
    template <class... More>
        requires(sizeof...(More) > 0)
    explicit trainer(int threads, const typename Optimizer::settings& /*settings*/,
                     const More&... /*unused*/)
        : trainer(threads) {
        checking::tell<is_right ? checking::trainer_fault(2 + sizeof...(More))
                                : checking::fault{}>();
    }

    /// Only ever an error: what is no number of threads, such as options of `make_trainer`.
    template <class Threads = checking::braces>
        requires(!std::is_convertible_v<const Threads&, int>)
    explicit trainer(const Threads& /*threads*/,
                     const typename Optimizer::settings& /*settings*/ = {})
        : trainer(1) {
        checking::tell<is_right ? checking::threads_fault<Threads>() : checking::fault{}>();
    }

    /// Trains on one minibatch. The same parameters, images and hyperparameters give the same bits,
    /// whatever the number of threads.
    step_result step(images_view images, labels_view labels,
                     const hyperparameters& numbers) noexcept {
        return learner_.step(images.data(), labels, numbers);
    }

    /// The same step, which also says how long each stage of the plan took.
    step_result timed_step(images_view images, labels_view labels, const hyperparameters& numbers,
                           std::span<stage_time, static_cast<std::size_t>(stages)> times) noexcept {
        return learner_.timed_step(images.data(), labels, numbers, times);
    }

    /// The same for examples of a data set that the network is for.
    template <class DataSet, int Count, class Numbers>
    step_result step(const examples<DataSet, Count, Numbers>& from,
                     const hyperparameters& numbers) noexcept {
        checking::tell_examples<DataSet, Count>();
        constexpr checking::fault wrong =
            refused_calls::template examples_fault<DataSet, Count, Numbers>("step", Batch::images);
        if constexpr (checking::is_right_data_set<DataSet> && is_right && wrong.none())
            return step(from.images, from.labels, numbers);
        else
            return {};
        checking::tell<wrong>();
    }

    /// Loss and accuracy over any number of images, without dropout; as many as there are labels.
    evaluation evaluate(std::span<const Scalar> images,
                        std::span<const std::uint8_t> labels) noexcept {
        return learner_.evaluate(images.data(), labels);
    }

    /// The same for examples of a data set that the network is for, of any number.
    template <class DataSet, int Count, class Numbers>
    evaluation evaluate(const examples<DataSet, Count, Numbers>& from) noexcept {
        checking::tell_examples<DataSet, Count>();
        constexpr checking::fault wrong =
            refused_calls::template examples_fault<DataSet, Count, Numbers>("evaluate", Count);
        if constexpr (checking::is_right_data_set<DataSet> && is_right && wrong.none())
            return learner_.evaluate(from.images.data(), from.labels);
        else
            return {};
        checking::tell<wrong>();
    }

    /// The logits of any number of images, [image][classes], without dropout.
    void logits(std::span<const Scalar> images, std::span<Scalar> out) noexcept {
        learner_.logits(images.data(), out);
    }

    /// The parameters, which steps change.
    [[nodiscard]] parameters<network, Scalar>& values() { return learner_.values; }
    /// @copydoc values()
    [[nodiscard]] const parameters<network, Scalar>& values() const { return learner_.values; }
    /// The optimiser's moment number `i`, tensor by tensor like the parameters.
    [[nodiscard]] parameters<network, Scalar>& moment(std::size_t i) { return learner_.moments[i]; }
    /// @copydoc moment(std::size_t)
    [[nodiscard]] const parameters<network, Scalar>& moment(std::size_t i) const {
        return learner_.moments[i];
    }
    /// How many there are, the caller counted.
    [[nodiscard]] int threads() const { return learner_.threads(); }

private:
    learner learner_;
};

/// A trainer on the heap, its parameters set to initial values, its moments to zero.
///
/// **Errors**: std::bad_alloc, std::system_error (no thread to be had).
template <class Net = nothing, class Optimizer = nothing, class Batch = nothing,
          class Scalar = float>
auto make_trainer(const trainer_options& options = {},
                  const checking::settings_of<Optimizer>& settings = {}) {
    // The return type is deduced so that mistakes are found here, not inside std::unique_ptr.
    using trainer_type = trainer<Net, Optimizer, Batch, Scalar>;
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_scalar<Net, Scalar>();
    checking::tell_trainer<Net, Optimizer, Batch, Scalar>();
    auto made = std::make_unique<trainer_type>(options.threads, settings);
    typenet::initialize(made->values(), options.values, options.seed);
    return made;
}

/// Only ever an error: what are no options, such as values in place of the types.
// Not braces before settings of a type: they may be right options.
template <class Net = nothing, class Optimizer = nothing, class Batch = nothing,
          class Scalar = float, class Options = checking::braces, class Settings = checking::braces,
          class... More>
    requires(!std::is_convertible_v<const Options&, trainer_options> &&
             (!std::is_same_v<Options, checking::braces> ||
              !std::is_convertible_v<const Settings&, checking::settings_of<Optimizer>>))
auto make_trainer(const Options& /*options*/, const Settings& /*settings*/ = {},
                  const More&... /*unused*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_scalar<Net, Scalar>();
    checking::tell_trainer<Net, Optimizer, Batch, Scalar>();
    constexpr bool is_right = checking::is_right_trainer<Net, Optimizer, Batch, Scalar>;
    checking::tell<is_right ? checking::options_fault<Options>() : checking::fault{}>();
    return make_trainer<Net, Optimizer, Batch, Scalar>();
}

/// Only ever an error: settings of another optimiser.
template <class Net = nothing, class Optimizer = nothing, class Batch = nothing,
          class Scalar = float, class Settings = checking::braces>
    requires(!std::is_convertible_v<const Settings&, checking::settings_of<Optimizer>>)
auto make_trainer(const trainer_options& options, const Settings& /*settings*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_scalar<Net, Scalar>();
    checking::tell_trainer<Net, Optimizer, Batch, Scalar>();
    constexpr bool is_right = checking::is_right_trainer<Net, Optimizer, Batch, Scalar>;
    checking::tell<is_right ? checking::settings_fault<Optimizer, Settings>()
                            : checking::fault{}>();
    return make_trainer<Net, Optimizer, Batch, Scalar>(options);
}

/// Only ever an error: more arguments.
template <class Net, class Optimizer = nothing, class Batch = nothing, class Scalar = float,
          class... More>
    requires(sizeof...(More) > 0)
auto make_trainer(const trainer_options& options, const checking::settings_of<Optimizer>& settings,
                  const More&... /*unused*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_scalar<Net, Scalar>();
    checking::tell_trainer<Net, Optimizer, Batch, Scalar>();
    constexpr bool is_right = checking::is_right_trainer<Net, Optimizer, Batch, Scalar>;
    checking::tell<is_right ? checking::make_fault(2 + sizeof...(More)) : checking::fault{}>();
    return make_trainer<Net, Optimizer, Batch, Scalar>(options, settings);
}

/// Only ever an error: a value in place of the optimiser's type, or the number of a batch.
template <class Net, auto Value, class Batch = nothing, class Scalar = float>
auto make_trainer(const trainer_options& options = {},
                  const checking::settings_of<checking::type_of<Value>>& settings = {}) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell<checking::value_fault<Net, Value>("make_trainer")>();
    return make_trainer<Net, checking::optimizer_or_stand_in<checking::type_of<Value>, float>,
                        checking::batch_meant<Value, Batch>, Scalar>(options, settings);
}
/// Only ever an error: the same in place of the batch's.
template <class Net, class Optimizer, auto Value, class Scalar = float>
auto make_trainer(const trainer_options& options = {},
                  const checking::settings_of<Optimizer>& settings = {}) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell<checking::value_fault<Net, Value>("make_trainer")>();
    return make_trainer<Net, Optimizer, checking::batch_meant<Value, batch<1>>, Scalar>(options,
                                                                                        settings);
}

}  // namespace typenet
