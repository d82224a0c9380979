// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "data/dataset.hpp"
#include "typenet/app/program.hpp"

namespace typenet::app {

/// Loss and accuracy over the first `count` images of a part.
evaluation judge(const network_facts& network, engine& how, const data::labelled_images& part,
                 std::size_t count);

/// Hands the part's images over as floats, a few batches at a time: floats take four times the room
/// of the bytes they come from. `take(images, labels)` is called in order.
void for_images(
    const network_facts& network, const data::labelled_images& part, std::size_t count,
    const std::function<void(std::span<const float>, std::span<const std::uint8_t>)>& take);

}  // namespace typenet::app
