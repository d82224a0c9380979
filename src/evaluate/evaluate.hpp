// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "data/dataset.hpp"
#include "data/input_scaling.hpp"
#include "data/needs.hpp"
#include "evaluate/answer.hpp"
#include "evaluate/value_errors.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// What a network needs of its data set, of which so many images at most are for validation.
data::needs needs_of(const network_summary& network, std::size_t validation);

/// Loss and accuracy over the first `count` images of a part, scaled.
evaluation evaluate(const network_summary& network, engine& trained,
                    const data::labelled_images& part, const data::input_scaling& inputs,
                    std::size_t count);

/// A classifier's answer to each image of a part.
std::vector<answer> answers_of(const network_summary& network, engine& trained,
                               const data::labelled_images& part,
                               const data::input_scaling& inputs);

/// How far the outputs of a network that is no classifier are from the targets of a part.
value_errors errors_of(const network_summary& network, engine& trained,
                       const data::labelled_images& part, const data::input_scaling& inputs);

/// The probability of each class, from its logit.
std::vector<double> softmax(std::span<const float> logits);

}  // namespace typenet::app
