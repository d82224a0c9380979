// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/shape.hpp"

/// What an optimiser gives, so that the trainer and the kernels can treat all alike:
///
///     struct settings;                          its own constants, with their usual values
///     static constexpr int moments;             buffers as long as the parameters
///     template <class Scalar> struct step_rule;  one step's numbers, and
///         step_rule(const settings&, const hyperparameters&);
///         void apply(Scalar* parameter, const std::array<Scalar*, moments>&, row gradient) const;
///
/// `apply` updates a row of neighbouring parameters from their finished gradient, in registers.
namespace typenet {

/// The run-time numbers of one step.
struct hyperparameters {
    std::uint32_t step = 1;  ///< from 1 on; dropout's masks and Adam's correction depend on it
    double learning_rate = 1e-3;
    double keep_probability = 1;  ///< of each value that goes through a dropout layer
    std::uint64_t seed = 1;
};

}  // namespace typenet
