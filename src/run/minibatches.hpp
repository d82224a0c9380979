// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/batches.hpp"
#include "data/dataset.hpp"
#include "data/input_maker.hpp"
#include "run/recipe.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// The minibatches of a run in their one order, one at a time, as a network is given them. The part
/// of the data must outlive it.
///
/// **Errors**: as data::batch_order.
class minibatches {
public:
    minibatches(const data::labelled_images& from, const data::input_scaling& scaling,
                const recipe& how, int size);

    /// Makes the one of this number, counted from 1 on. Does not allocate.
    void make(std::uint32_t number);

    /// Of the one that was made last.
    [[nodiscard]] std::span<const float> images() const { return images_; }
    [[nodiscard]] targets image_targets() const;

private:
    data::input_maker inputs_;
    data::batch_order order_;
    std::vector<std::uint32_t> indices_;
    std::vector<float> images_;
    std::vector<std::uint8_t> labels_;  // empty if there are none
    std::vector<float> targets_;        // as labels_
};

}  // namespace typenet::app
