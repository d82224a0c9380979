// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include "typenet/app/program.hpp"

/// A trained network in the words of other programs. Files are written by
/// commands/export.hpp.
namespace typenet::exporting {

/// What a layer computes when nothing is trained any more.
enum class operation { convolution, relu, max_pool, flatten, dense };

struct exported_layer {
    operation what;
    const layer_facts* facts;
    std::span<const float> weights;  ///< in typenet's layouts, [y][x][in][out] and [in][out]
    std::span<const float> biases;
};

/// The layers that compute something, in order. Dropout and `expect` are left out, the loss too:
/// what remains ends with the logits.
///
/// **Errors**: typenet::error: a layer that is not typenet's own.
std::vector<exported_layer> layers_of(const app::network_facts& network, app::engine& trained);

}  // namespace typenet::exporting
