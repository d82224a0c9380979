// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <type_traits>

#include "typenet/initial_values.hpp"
#include "typenet/use/training.hpp"

/// @file
/// A learning rate where other frameworks want it, beside an optimiser's settings. Here each step
/// is told its own. Braces have no type of which an error could speak, so these types stand for
/// those that name a learning rate. Where braces fit an optimiser's own settings too, overload
/// resolution takes those: they are no template's parameter.
namespace typenet::checking {

/// A number that braces must give, so that no other wrong name is told as a learning rate.
struct required {
    constexpr required(double /*number*/) {}  // NOLINT: not explicit, as it is a double to users
};

/// What `{.threads = 2, .learning_rate = 1e-3}` is.
struct options_and_rate {
    int threads = 0;                                    ///< as in `trainer_options`
    std::uint64_t seed = 1;                             ///< the same
    initial_values values = initial_values::he_normal;  ///< the same
    required learning_rate;                             ///< which belongs to a step
};

/// What `{.learning_rate = 1e-3, .beta1 = 0.8}` is.
struct settings_and_rate {
    required learning_rate;  ///< which belongs to a step
    double beta1 = 0;        ///< as Adam's
    double beta2 = 0;        ///< the same
    double epsilon = 0;      ///< the same
    double momentum = 0;     ///< as that of SGD
};

/// Whether something is no settings of an optimiser.
template <class Settings, class Optimizer>
concept no_settings_of = !std::is_convertible_v<const Settings&, settings_of<Optimizer>>;

}  // namespace typenet::checking
