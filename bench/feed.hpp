// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

#include "data/batches.hpp"
#include "data/idx.hpp"
#include "run/recipe.hpp"
#include "run/schedule.hpp"
#include "typenet/optimizer/optimizer.hpp"

namespace typenet::bench {

/// What real training hands to its steps: shuffled and shifted minibatches of a folder of IDX
/// files, and the modern recipe's numbers. How much of a network's activations is zero, and so how
/// fast a step is, depends on both.
class feed {
public:
    feed(const std::filesystem::path& folder, const data::needs& network, int batch)
        : data_(data::load_idx(folder, network)),
          inputs_(data_.train, {}, augmentation(network.input), seed),
          order_(data_.train.count(), recipe_.order, seed),
          indices_(static_cast<std::size_t>(batch)),
          images_(indices_.size() * data_.train.size.pixels()),
          labels_(network.is_classifier() ? indices_.size() : 0),
          steps_(static_cast<std::uint32_t>(recipe_.epochs *
                                            static_cast<double>(data_.train.count()) / batch)) {}

    /// The next minibatch.
    void advance() {
        ++step_;
        order_.indices(step_, indices_);
        data::fill_batch(inputs_, indices_, step_, images_, labels_);
    }

    [[nodiscard]] const std::vector<float>& images() const { return images_; }
    [[nodiscard]] const std::vector<std::uint8_t>& labels() const { return labels_; }
    /// Beyond the recipe's last step its last learning rate stays.
    [[nodiscard]] hyperparameters numbers() const {
        return {step_,
                app::learning_rate_at(recipe_.rate_schedule, recipe_.learning_rate,
                                      std::min(step_, steps_), steps_),
                recipe_.keep_probability, seed};
    }

private:
    static constexpr std::uint64_t seed = 1;

    /// A row of values cannot be moved.
    [[nodiscard]] data::augmentation augmentation(shape input) const {
        return input.height > 1 ? recipe_.augment : data::augmentation{};
    }

    app::recipe recipe_ = app::modern_recipe();
    data::dataset data_;
    data::input_maker inputs_;
    data::batch_order order_;
    std::vector<std::uint32_t> indices_;
    std::vector<float> images_;
    std::vector<std::uint8_t> labels_;
    std::uint32_t steps_;
    std::uint32_t step_ = 0;
};

}  // namespace typenet::bench
