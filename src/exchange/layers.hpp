// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "data/input_scaling.hpp"
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

/// What an exported network takes, for people. It scales its inputs itself.
std::string inputs_text(const data::input_scaling& inputs);

/// The mean and the deviation of each channel.
struct exported_scaling {
    std::vector<float> means;
    std::vector<float> deviations;
};
exported_scaling scaling_of(const data::input_scaling& inputs, int channels);

}  // namespace typenet::exchange
