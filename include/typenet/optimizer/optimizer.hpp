// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/train/step.hpp"

/// @page optimizer_protocol What every optimiser has
/// What an optimiser gives, so that the trainer and the kernels can treat all alike:
///
///     struct settings;                          its own constants, with their usual values
///     static constexpr int moments;             buffers as long as the parameters
///     template <class Scalar> struct step_rule;  one step's numbers, and
///         step_rule(const settings&, const hyperparameters&);
///         void apply(Scalar* parameter, const std::array<Scalar*, moments>&, row gradient) const;
///
/// `apply` updates a row of neighbouring parameters from their finished gradient, in registers.
