// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "typenet/app/model.hpp"

/// How other programs lay out what typenet's layers hold.
namespace typenet::exchange {

/// Whose layouts a file has. Keras' are TensorFlow's and typenet's own: convolutions
/// [kh,kw,in,out], dense [in,out], images H, W, C. PyTorch's: [out,in,kh,kw], [out,in] and C, H, W.
enum class layout : std::uint8_t { keras, pytorch };

/// "Keras'" or "PyTorch's".
std::string_view whose(layout which);

/// What kind of tensor carries a layer's weights.
enum class family : std::uint8_t {
    window,  ///< of rank 4: conv, depthwise_conv
    matrix,  ///< of rank 2: dense
    norm,    ///< of rank 1: batch_norm
    own,     ///< a layer that only its author knows
};

/// Of a layer that has tensors.
family family_of(const node& layer);

/// The shape that a tensor of a layer has in a file.
std::vector<std::uint64_t> shape_in(layout which, const node& layer, const tensor& one);

/// Where the values that a layer gives come from, in a PyTorch network: entry i is the place there
/// of value i here. Empty where places are the same; they differ behind `flatten`, which goes
/// through an image as C, H, W there.
using value_order = std::vector<std::uint32_t>;

/// One for each node.
///
/// **Errors**: typenet::error where layers mix values of different orders.
std::vector<value_order> value_orders(std::span<const node> nodes);

/// The numbers of a file in the layout of the network. `in` is the order of the values that the
/// layer is given.
std::vector<float> in_own_layout(layout from, const node& layer, const tensor& one,
                                 const value_order& in, std::span<const float> values);

}  // namespace typenet::exchange
