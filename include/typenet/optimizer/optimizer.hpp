// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstdint>

#include "typenet/base/text.hpp"

namespace typenet {

/// The run-time numbers of one step.
struct hyperparameters {
    std::uint32_t step = 1;       ///< from 1 on; dropout's masks and Adam's correction depend on it
    double learning_rate = 1e-3;  ///< lr in the optimisers' formulas
    double keep_probability = 1;  ///< of each value that goes through a dropout layer
    std::uint64_t seed = 1;       ///< of dropout's masks
    double label_smoothing = 0;   ///< of softmax_cross_entropy, 0 to below 1
};

/// An optimiser, so that the trainer and the kernels can treat all alike:
///
///     struct settings;                           its own constants, with their usual values
///     static constexpr text name;                as checkpoints have it
///     static constexpr int moments;              buffers as long as the parameters
///     template <class Scalar> struct step_rule;  one step's numbers, and
///         step_rule(const settings&, const hyperparameters&);
///         void apply(Scalar* parameter, const std::array<Scalar*, moments>&, row gradient) const;
///
/// `apply` updates a row of neighbouring parameters from their finished gradient, in registers.
template <class T>
concept optimizer_type =
    std::default_initializable<typename T::settings> && T::moments >= 0 &&
    std::constructible_from<typename T::template step_rule<float>, const typename T::settings&,
                            const hyperparameters&> &&
    requires {
        { T::name } -> std::convertible_to<text>;
    };

}  // namespace typenet
