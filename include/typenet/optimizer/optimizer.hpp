// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstdint>

#include "typenet/base/text.hpp"

namespace typenet {

/// The run-time numbers of one step.
///
/// `weight_decay` and `l2` act on weights alone, never on biases or normalisation, and differ in
/// what an optimiser makes of them. L2 is part of the loss, as Keras has it: the loss gets
/// l2·Σw², the gradient 2·l2·w. Weight decay is not in the loss; for `sgd` it adds weight_decay·w
/// to the gradient, so that it trains as l2 = weight_decay / 2 does; for `adam` it makes each
/// weight shorter by the factor 1 - learning_rate·weight_decay before the update, and neither
/// moment knows of it (AdamW).
struct hyperparameters {
    std::uint32_t step = 1;       ///< from 1 on; dropout's masks and Adam's correction depend on it
    double learning_rate = 1e-3;  ///< lr in the optimisers' formulas
    double keep_probability = 1;  ///< of each value that goes through a dropout layer
    std::uint64_t seed = 1;       ///< of dropout's masks
    double label_smoothing = 0;   ///< of softmax_cross_entropy, 0 to below 1
    double weight_decay = 0;      ///< PyTorch's, in the optimiser's form
    double l2 = 0;                ///< Keras' factor of Σw² in the loss
};

/// An optimiser, so that the trainer and the kernels can treat all alike:
///
///     struct settings;                           its own constants, with their usual values
///     static constexpr text name;                as checkpoints have it
///     static constexpr int moments;              buffers as long as the parameters
///     static constexpr bool decouples_decay;     false: weight decay is part of the gradient
///     template <class Scalar> struct step_rule;  one step's numbers, and
///         step_rule(const settings&, const hyperparameters&);
///         void apply(Scalar* parameter, const std::array<Scalar*, moments>&, row gradient) const;
///
/// `apply` updates a row of neighbouring parameters from their finished gradient, in registers.
/// Weight decay and L2 are none of its business: see sink.hpp.
template <class T>
concept optimizer_type =
    std::default_initializable<typename T::settings> && T::moments >= 0 &&
    std::constructible_from<typename T::template step_rule<float>, const typename T::settings&,
                            const hyperparameters&> &&
    requires {
        { T::name } -> std::convertible_to<text>;
        { T::decouples_decay } -> std::convertible_to<bool>;
    };

}  // namespace typenet
