// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "data/dataset.hpp"
#include "evaluate/answer.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// Loss and accuracy over the first `count` images of a part.
evaluation judge(const network_facts& network, engine& how, const data::labelled_images& part,
                 std::size_t count);

/// The probability of each class, from its logit.
std::vector<double> probabilities_of(std::span<const float> logits);

/// What is said of each image of a part.
std::vector<report::answer> answers_of(const network_facts& network, engine& how,
                                       const data::labelled_images& part);

/// Hands the part's images over as floats, a few batches at a time: floats take four times the room
/// of the bytes they come from. `take(images, labels)` is called in order.
void for_images(
    const network_facts& network, const data::labelled_images& part, std::size_t count,
    const std::function<void(std::span<const float>, std::span<const std::uint8_t>)>& take);

}  // namespace typenet::app
