// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

#include "checkpoint/safetensors.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// A table of a network's parameters, layer by layer, against those found in a checkpoint; the
/// first row that differs is marked with '>'. Tensors that the network
/// lacks come last, 8 of them at most.
std::string comparison(const network_summary& network,
                       std::span<const checkpoint::tensor_shape> found);

}  // namespace typenet::app
