// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
//
#include "typenet/base/math.hpp"
#include "typenet/base/random.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/use/data.hpp"

namespace typenet {

/// What parameters are before the first step.
enum class initial_values : std::uint8_t {
    he_normal,        ///< weights from N(0, 2 / fan-in), biases 0 (He et al., 2015, equation 10)
    standard_normal,  ///< weights and biases from N(0, 1), as the notebook has it
};

/// Fills one tensor, number `tensor` of the network. Each value is a function of (seed, tensor, its
/// place), by the inverse of the normal distribution function, which takes one random word a value.
template <class Scalar>
void fill_initial(std::span<Scalar> values, const parameter_shape& shape_of, std::uint32_t tensor,
                  initial_values kind, std::uint64_t seed) {
    double deviation = 1;
    if (kind == initial_values::he_normal) {
        deviation =
            shape_of.is_weights() ? math::sqrt(2.0 / static_cast<double>(shape_of.fan_in)) : 0;
    }
    const random_position at{seed, purpose::initial_values, tensor, 0, 0};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto four = philox(at, static_cast<std::uint32_t>(i / 4));
        values[i] = static_cast<Scalar>(
            deviation == 0 ? 0 : deviation * math::normal_quantile(to_unit_interval(four[i % 4])));
    }
}

/// Fills the `parameters` of a network.
template <class Net, class Scalar>
void initialize(parameters<Net, Scalar>& values, initial_values kind, std::uint64_t seed) {
    using network = checking::right_network<Net>;
    const auto& table = network::facts::parameter_table;
    for (std::size_t i = 0; i < table.size(); ++i)
        fill_initial(values.tensor(i), table[i].tensor, static_cast<std::uint32_t>(i), kind, seed);
}

namespace checking {

/// Whether arguments are what stands behind the parameters in a call of `initialize`.
template <class... Given>
inline constexpr bool are_kind_and_seed = false;
template <class Kind, class Seed>
inline constexpr bool are_kind_and_seed<Kind, Seed> =
    std::is_convertible_v<Kind, initial_values> && std::is_convertible_v<Seed, std::uint64_t>;

/// That they are others.
template <class... Given>
constexpr fault initialize_fault() {
    text got = number_of_arguments(1 + sizeof...(Given));
    if (sizeof...(Given) == 2) {
        got = "parameters";
        (got.append(", ", name_of<Given>()), ...);
    }
    return {fault::place::use, "initialize", "parameters, initial_values, seed", got, {}};
}

}  // namespace checking

/// Only ever an error: something else, such as a trainer.
template <class Given>
void initialize(Given&& /*values*/, initial_values /*kind*/, std::uint64_t /*seed*/) {
    checking::tell<checking::values_fault<std::remove_cvref_t<Given>>("initialize")>();
}
/// Only ever an error: other arguments behind them.
template <class Net, class Scalar, class... Given>
    requires(!checking::are_kind_and_seed<Given...>)
void initialize(parameters<Net, Scalar>& /*values*/, const Given&... /*unused*/) {
    checking::tell<checking::initialize_fault<Given...>()>();
}

}  // namespace typenet
