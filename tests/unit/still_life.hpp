// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "typenet/app/model.hpp"
#include "typenet/network/network.hpp"

/// A small network, and an engine that holds its values, for tests of what is kept of a run.
namespace typenet::still {

using net = network<input<4, 4, 1>, conv<2, 3>, relu, flatten, dense<3>, softmax_cross_entropy>;
inline constexpr std::size_t moments = 2;

template <class Net = net>
app::network_summary facts_of_net() {
    app::network_summary facts;
    facts.input = Net::input_shape;
    facts.output = Net::output_shape;
    facts.classes = Net::classes;
    facts.batch = 16;
    facts.optimizer = "adam";
    facts.moments = moments;
    facts.nodes = Net::nodes;
    facts.tensors = Net::tensors;
    return facts;
}

/// Parameters and moments, and nothing that could be trained.
template <class Net>
class still_life_of final : public app::engine {
public:
    /// Each value is another, from `first` on.
    explicit still_life_of(float first) {
        for (std::size_t m = 0; m <= moments; ++m) {
            for (const named_tensor& p : Net::tensors) {
                auto& values = tensors_.emplace_back(static_cast<std::size_t>(p.tensor.size()));
                std::iota(values.begin(), values.end(), first);
                first += static_cast<float>(values.size());
            }
        }
    }
    void set_updates(const app::update_options& how) override {
        average_.clear();
        if (how.average > 0)
            average_.assign(tensors_.begin(), tensors_.begin() + Net::tensors.size());
    }
    step_result step(std::span<const float>, const app::targets&, const hyperparameters&) override {
        return {};
    }
    void announce_minibatches(int) override {}
    step_result accumulate(std::span<const float>, const app::targets&,
                           const hyperparameters&) override {
        return {};
    }
    void update(const hyperparameters&, int, app::sharing&) override {}
    void complete_moments(app::sharing&) override {}
    step_result timed_step(std::span<const float>, const app::targets&, const hyperparameters&,
                           std::span<stage_time>) override {
        return {};
    }
    evaluation evaluate(std::span<const float>, const app::targets&, std::span<double>) override {
        return {};
    }
    void logits(std::span<const float>, std::span<float>) override {}
    void initialize(initial_values, std::uint64_t) override {}
    std::span<float> parameter(std::size_t i) override { return tensors_[i]; }
    std::span<float> average(std::size_t i) override {
        return average_.empty() ? std::span<float>{} : std::span<float>(average_[i]);
    }
    std::span<float> moment(std::size_t m, std::size_t i) override {
        return tensors_[(m + 1) * Net::tensors.size() + i];
    }
    [[nodiscard]] int threads() const override { return 1; }

    friend bool operator==(const still_life_of& a, const still_life_of& b) {
        return a.tensors_ == b.tensors_ && a.average_ == b.average_;
    }

private:
    std::vector<std::vector<float>> tensors_;
    std::vector<std::vector<float>> average_;
};

using still_life = still_life_of<net>;

}  // namespace typenet::still
