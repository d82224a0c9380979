// SPDX-License-Identifier: BSL-1.0
#pragma once

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
//
#include "typenet/app/program.hpp"
#include "typenet/plan/table.hpp"
#include "typenet/train/data_set.hpp"
#include "typenet/train/trainer.hpp"

namespace typenet::app {

namespace detail {

template <class Trainer>
class engine_of final : public engine {
public:
    explicit engine_of(int threads) : trainer_(std::make_unique<Trainer>(threads)) {}

    step_result step(std::span<const float> images, std::span<const std::uint8_t> labels,
                     const hyperparameters& numbers) override {
        return trainer_->step(typename Trainer::images_view(images),
                              typename Trainer::labels_view(labels), numbers);
    }
    step_result timed_step(std::span<const float> images, std::span<const std::uint8_t> labels,
                           const hyperparameters& numbers, std::span<stage_time> times) override {
        constexpr auto stages = static_cast<std::size_t>(Trainer::stages);
        return trainer_->timed_step(typename Trainer::images_view(images),
                                    typename Trainer::labels_view(labels), numbers,
                                    times.first<stages>());
    }
    evaluation evaluate(std::span<const float> images,
                        std::span<const std::uint8_t> labels) override {
        return trainer_->evaluate(images, labels);
    }
    void logits(std::span<const float> images, std::span<float> out) override {
        trainer_->logits(images, out);
    }
    std::span<float> parameter(std::size_t i) override { return trainer_->values().tensor(i); }
    std::span<float> moment(std::size_t m, std::size_t i) override {
        return trainer_->moment(m).tensor(i);
    }
    [[nodiscard]] int threads() const override { return trainer_->threads(); }

private:
    std::unique_ptr<Trainer> trainer_;
};

template <class Trainer>
constexpr network_facts facts_of() {
    using Net = checking::right_network<typename Trainer::network>;
    using Optimizer = typename Trainer::optimizer;
    using plan_type = plan::plan<Net, float, Trainer::batch_images>;
    constexpr auto training = plan::purpose_of_arena::training;
    network_facts facts;
    facts.input = Net::input_shape;
    facts.classes = Net::classes;
    facts.batch = Trainer::batch_images;
    facts.optimizer = Optimizer::name;
    facts.moments = Optimizer::moments;
    facts.layers = Net::facts::layer_table;
    facts.parameters = Net::facts::parameter_table;
    facts.stages = plan::stage_table<Net, float, Trainer::batch_images, Optimizer::moments>;
    facts.parameter_count = Net::parameters;
    facts.multiply_adds = Net::multiply_adds;
    facts.parameter_bytes = parameters<Net, float>::bytes;
    facts.moment_bytes = Optimizer::moments * facts.parameter_bytes;
    facts.arena_bytes = plan_type::template arena<training>.bytes;
    facts.scratch_bytes = plan_type::template scratch_bytes<training>;
    facts.simd = simd::target_name();
    facts.vectorised = simd::vectorised;
#ifdef __OPTIMIZE__
    facts.optimised = true;
#endif
    return facts;
}

/// Whether the data set is not the network's, both being right.
template <class Net, class Optimizer, class Batch, class DataSet>
constexpr checking::fault data_fault(const text& use) {
    if (!checking::is_right_trainer<Net, Optimizer, Batch, float>) return {};
    return checking::data_set_fault<Net, DataSet>(use);
}

}  // namespace detail

/// A network behind the interface of the program.
///
/// **Errors** (compile time): as those of `run`.
template <class Net, class Optimizer = adam, class Batch = batch<128>, class DataSet = any_data_set>
program program_of() {
    // Mistakes report themselves here, before anything deeper asks for these types.
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_trainer<Net, Optimizer, Batch, float>();
    checking::tell<detail::data_fault<Net, Optimizer, Batch, DataSet>("app::program_of")>();
    using trainer_type = trainer<Net, Optimizer, Batch>;
    static constexpr network_facts facts = detail::facts_of<trainer_type>();
    return {facts, [](int threads) -> std::unique_ptr<engine> {
                return std::make_unique<detail::engine_of<trainer_type>>(threads);
            }};
}

/// Only ever an error: a value in place of the type of an optimiser, or the number of a batch.
template <class Net, auto Value, class... Behind>
program program_of() {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell<checking::value_fault<Net, Value>("app::program_of")>();
    return {};
}
/// Only ever an error: the same in place of the batch's.
template <class Net, class Optimizer, auto Value, class... Behind>
program program_of() {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell<checking::value_fault<Net, Value>("app::program_of")>();
    return {};
}

/// The whole command line (`train`, `describe`, …) for one network; a program's `main` needs
/// nothing else: `int main(int argc, char** argv) { return typenet::app::run<digits>(argc, argv);
/// }`
///
/// **Errors** (compile time): a network, an optimiser or a batch that is none; a `DataSet` of other
/// images or classes than the network's.
template <class Net, class Optimizer = adam, class Batch = batch<128>, class DataSet = any_data_set>
int run(int argc, char** argv) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_trainer<Net, Optimizer, Batch, float>();
    checking::tell<detail::data_fault<Net, Optimizer, Batch, DataSet>("app::run")>();
    return run(argc, argv, program_of<Net, Optimizer, Batch>());
}

/// Only ever an error: other arguments than those of `main`.
template <class Net, class Optimizer = adam, class Batch = batch<128>, class DataSet = any_data_set,
          class... Given>
    requires(!checking::are_arguments_of_main<Given...>)
int run(Given&&... /*unused*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell_trainer<Net, Optimizer, Batch, float>();
    constexpr bool is_right = checking::is_right_trainer<Net, Optimizer, Batch, float>;
    checking::tell<is_right ? checking::main_fault<Given...>() : checking::fault{}>();
    return 0;
}

/// Only ever an error: a value in place of the type of an optimiser, or the number of a batch.
template <class Net, auto Value, class... Behind>
int run(int /*argc*/, char** /*argv*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell<checking::value_fault<Net, Value>("app::run")>();
    return 0;
}
/// Only ever an error: the same in place of the batch's.
template <class Net, class Optimizer, auto Value, class... Behind>
int run(int /*argc*/, char** /*argv*/) {
    checking::tell_network(std::type_identity<Net>{});
    checking::tell<checking::value_fault<Net, Value>("app::run")>();
    return 0;
}

}  // namespace typenet::app
