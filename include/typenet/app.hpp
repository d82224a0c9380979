// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/app/program.hpp"
#include "typenet/trainer.hpp"

namespace typenet::app {

namespace detail {

template <class Net, class Optimizer, class Batch>
class engine_of final : public engine {
public:
    using trainer_type = trainer<Net, Optimizer, Batch>;

    explicit engine_of(int threads) : trainer_(threads) {}

    step_result step(std::span<const float> images, std::span<const std::uint8_t> labels,
                     const hyperparameters& numbers) override {
        return trainer_.step(typename trainer_type::images_view(images),
                             typename trainer_type::labels_view(labels), numbers);
    }
    evaluation evaluate(std::span<const float> images,
                        std::span<const std::uint8_t> labels) override {
        return trainer_.evaluate(images, labels);
    }
    std::span<float> parameter(std::size_t i) override { return trainer_.values().tensor(i); }
    [[nodiscard]] int threads() const override { return trainer_.threads(); }

private:
    trainer_type trainer_;
};

template <class Net, class Optimizer, class Batch>
constexpr network_facts facts_of() {
    using plan_type = plan::plan<Net, float, Batch::images>;
    constexpr auto training = plan::purpose_of_arena::training;
    network_facts facts;
    facts.input = Net::input_shape;
    facts.classes = Net::classes;
    facts.batch = Batch::images;
    facts.optimizer = Optimizer::name;
    facts.layers = Net::facts::layer_table;
    facts.parameters = Net::facts::parameter_table;
    facts.parameter_count = Net::parameters;
    facts.multiply_adds = Net::multiply_adds;
    facts.parameter_bytes = parameters<Net, float>::bytes;
    facts.moment_bytes = Optimizer::moments * facts.parameter_bytes;
    facts.arena_bytes = plan_type::template arena<training>.bytes;
    facts.scratch_bytes = plan_type::template scratch_bytes<training>;
    facts.simd = simd::target_name();
    facts.vectorised = simd::width<float> > 1;
#ifdef __OPTIMIZE__
    facts.optimised = true;
#endif
    return facts;
}

}  // namespace detail

/// The whole command line (`train`, `describe`, …) for one network; a program's `main` needs
/// nothing else: `int main(int argc, char** argv) { return typenet::app::run<digits>(argc, argv);
/// }`
template <class Net, class Optimizer = adam, class Batch = batch<128>>
int run(int argc, char** argv) {
    static constexpr network_facts facts = detail::facts_of<Net, Optimizer, Batch>();
    return run(argc, argv,
               {facts, [](int threads) -> std::unique_ptr<engine> {
                    return std::make_unique<detail::engine_of<Net, Optimizer, Batch>>(threads);
                }});
}

}  // namespace typenet::app
