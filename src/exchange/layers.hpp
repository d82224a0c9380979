// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/input_scaling.hpp"
#include "typenet/app/model.hpp"

/// A trained network as other programs read it. commands/export.hpp writes the files.
namespace typenet::exchange {

/// What a layer computes when the network is not trained any more.
enum class operation {
    scaling,
    convolution,
    depthwise_convolution,
    dense,
    batch_norm,
    relu,
    leaky_relu,
    tanh,
    sigmoid,
    gelu,
    max_pool,
    average_pool,
    global_average_pool,
    addition,
    concat,
    flatten
};

/// Numbers of a layer, in typenet's layouts: weights are [y][x][in][out], [y][x][channel] and
/// [in][out]; all others have one for each channel.
struct exported_tensor {
    std::string_view name;  ///< as in the layer, "weights"
    std::vector<float> values;
};

struct exported_layer {
    operation what;
    std::string name;        ///< "conv1"
    std::vector<int> reads;  ///< layers by number, all before this one; -1 is the network's input
    shape in;                ///< what the first of them gives
    shape out;
    window_geometry windows;  ///< of a convolution or a pooling
    double constant = 0;      ///< as `node::constant`
    int node = -1;            ///< of the network, by number; -1: none, as of the scaling
    std::vector<exported_tensor> tensors;

    /// Those of this name; none if it has none.
    [[nodiscard]] std::span<const float> tensor(std::string_view called) const;
};

/// The layers that compute something, in order.
struct exported_network {
    std::vector<exported_layer> layers;
    int last = -1;  ///< the layer that gives the outputs; -1: they are the inputs
    shape in;
    shape out;
    bool classifies = true;  ///< whether the outputs are logits of classes
    std::string about;       ///< what it takes and gives, for people

    /// What the outputs are called.
    [[nodiscard]] const char* outputs_name() const { return classifies ? "logits" : "outputs"; }
    /// What the inputs are called.
    [[nodiscard]] const char* inputs_name() const { return in.flat ? "values" : "image"; }
};

/// Whether all layers are typenet's own, of which other programs know what they compute.
bool is_exportable(const app::network_summary& network);

/// What evaluation computes, without the values of the network's tensors: the scaling of the inputs
/// is its first layer; dropout, `expect` and the loss are left out.
///
/// **Errors**: typenet::error for a layer that is not typenet's own.
exported_network layers_of(const app::network_summary& network, const data::input_scaling& inputs);

/// The same with the values that were trained.
exported_network exported(const app::network_summary& network, app::engine& trained,
                          const data::input_scaling& inputs);

}  // namespace typenet::exchange
