// SPDX-License-Identifier: BSL-1.0

// Optimisers, weight decay, L2, clipping, averages and schedules against PyTorch's numbers, which
// tests/parity/make_updates.py makes. All is in double, and rounds elsewhere than PyTorch does.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "catch.hpp"
#include "run/schedule.hpp"
#include "run/settings.hpp"
#include "typenet/app.hpp"

namespace {

using namespace typenet;
using nlohmann::json;

/// dense1.weights [4, 3] and dense1.biases [3].
using net = network<input<2, 2, 1>, flatten, dense<3>, softmax_cross_entropy>;
using values = parameters<net, double>;

const json& right_numbers() {
    static const json all = json::parse(std::ifstream(TYPENET_PARITY_DIR "/updates.json"));
    return all;
}

void set(values& to, const json& from) {
    std::ranges::copy(from["weights"].get<std::vector<double>>(), to.tensor(0).begin());
    std::ranges::copy(from["biases"].get<std::vector<double>>(), to.tensor(1).begin());
}

double difference(const values& found, const json& right) {
    double most = 0;
    const auto compare = [&](std::span<const double> numbers, const std::vector<double>& expected) {
        REQUIRE(numbers.size() == expected.size());
        for (std::size_t i = 0; i < numbers.size(); ++i)
            most = std::max(most, std::abs(numbers[i] - expected[i]));
    };
    compare(found.tensor(0), right["weights"]);
    compare(found.tensor(1), right["biases"]);
    return most;
}

template <class Optimizer>
void check_run(const json& run, const typename Optimizer::settings& settings) {
    const json& right = right_numbers();
    const json& how = run["settings"];
    auto made = make_trainer<net, Optimizer, batch<2>, double>({.threads = 2}, settings);
    set(made->values(), right["start"]);
    values kept;
    values average;
    hyperparameters numbers;
    numbers.learning_rate = how["learning_rate"];
    numbers.weight_decay = how.value("weight_decay", 0.0);
    numbers.l2 = how.value("l2", 0.0);
    for (const json& gradients : right["gradients"]) {
        set(kept, gradients);
        const std::size_t before = numbers.step - 1;
        if (how.contains("clip_norm"))
            CHECK(std::abs(made->clip(kept, how["clip_norm"]) -
                           run["norms"][before].get<double>()) < 1e-14);
        made->apply(kept, numbers);
        made->average_into(average, before > 0 ? right["average"].get<double>() : 0);
        if (run.contains("averages")) CHECK(difference(average, run["averages"][before]) < 1e-14);
        ++numbers.step;
    }
    CHECK(difference(made->values(), run["trained"]) < 1e-14);
}

}  // namespace

TEST_CASE("optimisers do with gradients what PyTorch's do", "[update]") {
    for (const auto& [name, run] : right_numbers()["runs"].items()) {
        CAPTURE(name);
        const json& how = run["settings"];
        if (name.starts_with("adam"))
            check_run<adam>(run, {.epsilon = 0});
        else
            check_run<sgd>(run, {how["momentum"], how.value("nesterov", false)});
    }
}

TEST_CASE("an engine updates as it is told", "[update]") {
    const app::model made = app::model_of<net, sgd, batch<2>>();
    CHECK(made.summary.has_momentum);
    CHECK_FALSE(app::model_of<net, adam, batch<2>>().summary.has_momentum);
    const auto engine = made.make(1);
    const auto right = make_trainer<net, sgd, batch<2>>({}, {.momentum = 0.5, .nesterov = true});
    using types = decltype(right)::element_type;
    engine->initialize(initial_values::he_normal, 1);
    engine->set_updates({.momentum = 0.5, .nesterov = true, .clip_norm = 0.125, .average = 0.75});
    const std::vector<float> images{0.5F, 0, 1, 0.25F, 0, 1, 1, 0.75F};
    const std::vector<std::uint8_t> labels{2, 0};
    parameters<net> kept;
    parameters<net> average;
    hyperparameters numbers;
    numbers.learning_rate = 0.5;
    for (numbers.step = 1; numbers.step <= 5; ++numbers.step) {
        const step_result found = engine->step(images, {labels, {}}, numbers);
        const step_result expected =
            right->gradients(types::images_view(images), types::labels_view(labels), numbers, kept);
        CHECK(found.loss == expected.loss);
        CHECK(right->clip(kept, 0.125) > 0.125);
        right->apply(kept, numbers);
        right->average_into(average, numbers.step > 1 ? 0.75 : 0);
    }
    for (std::size_t i = 0; i < net::tensors.size(); ++i) {
        CHECK(std::ranges::equal(engine->parameter(i), right->values().tensor(i)));
        CHECK(std::ranges::equal(engine->moment(0, i), right->moment(0).tensor(i)));
        CHECK(std::ranges::equal(engine->average(i), average.tensor(i)));
    }
    CHECK(engine->evaluate(images, {labels, {}}).loss ==
          right->evaluate(images, types::labels_view(labels), average).loss);
}

TEST_CASE("schedules are PyTorch's", "[update]") {
    const double peak = right_numbers()["peak"];
    for (const auto& [steps, schedules] : right_numbers()["rates"].items()) {
        const auto count = static_cast<std::uint32_t>(std::stoul(steps));
        for (const auto& [name, rates] : schedules.items()) {
            CAPTURE(name, count);
            REQUIRE(rates.size() == count);
            for (std::uint32_t step = 1; step <= count; ++step) {
                CAPTURE(step);
                const double found =
                    app::learning_rate_at(app::schedules.at(name), peak, step, count);
                CHECK(std::abs(found - rates[step - 1].get<double>()) < 1e-15);
            }
        }
    }
}

TEST_CASE("a run of one step has a rate in each schedule", "[update]") {
    for (const auto& [name, how] : app::schedules) {
        CAPTURE(name);
        const double rate = app::learning_rate_at(how, 0.5, 1, 1);
        CHECK(rate > 0);
        CHECK(rate <= 0.5);
    }
}
