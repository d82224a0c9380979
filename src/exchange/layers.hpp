// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include "typenet/app/model.hpp"

/// A trained network as other programs read it. commands/export.hpp writes the files.
namespace typenet::exchange {

/// What a layer computes when the network is not trained any more.
enum class operation { convolution, relu, max_pool, flatten, dense };

struct exported_layer {
    operation what;
    const node* facts;
    std::span<const float> weights;  ///< in typenet's layouts, [y][x][in][out] and [in][out]
    std::span<const float> biases;
};

/// The layers that compute something, in order. Dropout, `expect` and the loss are left out: the
/// last one gives the logits.
///
/// **Errors**: typenet::error for a layer that is not typenet's own.
std::vector<exported_layer> layers_of(const app::network_summary& network, app::engine& trained);

}  // namespace typenet::exchange
