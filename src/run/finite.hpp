// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// Whether no value is infinite or not a number.
///
/// **Cost**: one pass at the speed of memory.
bool all_finite(std::span<const float> values);

/// For sentences: what is not a number has a sign bit that means nothing, and on x86 is often set.
double without_sign_of_nan(double value);

/// Words for the first parameter in the network's order that is not finite, or for its moments:
/// "conv1.weights of layer 1, conv<32,5>, holds nan". Empty if all are finite.
std::string non_finite_parameter(const network_summary& network, engine& from);
std::string non_finite_moment(const network_summary& network, engine& from);

}  // namespace typenet::app
