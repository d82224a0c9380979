// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// Whether every value is finite.
///
/// **Cost**: one pass at the speed of memory.
bool all_finite(std::span<const float> values);

/// The value as a message should show it: the sign of a NaN means nothing, and on x86 it is often
/// set.
double without_sign_of_nan(double value);

/// Names the first parameter, or the first moment, that is not finite: "conv1.weights of layer 1,
/// conv<32,5>, holds nan". Empty if all are finite.
std::string non_finite_parameter(const network_summary& network, engine& from);
std::string non_finite_moment(const network_summary& network, engine& from);

}  // namespace typenet::app
