// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "typenet/base/math.hpp"
#include "typenet/base/random.hpp"
#include "typenet/network/parameters.hpp"

namespace typenet {

/// What parameters are before the first step.
enum class initial_values : std::uint8_t {
    he_normal,        ///< weights from N(0, 2 / fan-in), biases 0 (He et al., 2015, equation 10)
    standard_normal,  ///< weights and biases from N(0, 1), as the notebook has it
};

/// The standard deviation of what a tensor starts from; 0 for a constant.
constexpr double initial_deviation(const tensor& of, initial_values kind) {
    if (of.begins == start::normal)
        return kind == initial_values::standard_normal
                   ? 1
                   : math::sqrt(2.0 / static_cast<double>(of.fan_in));
    return of.begins == start::bias && kind == initial_values::standard_normal ? 1 : 0;
}

/// Fills the tensors of a network: the one place where initial values are set. Each value is a
/// function of (seed, tensor, its place), by the inverse of the normal distribution function, which
/// takes one random word a value.
template <network_type Net, class Scalar>
void initialize(parameters<Net, Scalar>& values, initial_values kind, std::uint64_t seed) {
    for (std::size_t i = 0; i < Net::tensors.size(); ++i) {
        const tensor& of = Net::tensors[i].tensor;
        const double deviation = initial_deviation(of, kind);
        const random_position at{seed, purpose::initial_values, static_cast<std::uint32_t>(i), 0,
                                 0};
        const std::span<Scalar> fill = values.tensor(i);
        if (!(deviation > 0)) {
            std::ranges::fill(fill, of.begins == start::one ? Scalar{1} : Scalar{0});
            continue;
        }
        for (std::size_t j = 0; j < fill.size(); ++j) {
            const auto four = philox(at, static_cast<std::uint32_t>(j / 4));
            fill[j] = static_cast<Scalar>(deviation *
                                          math::normal_quantile(to_unit_interval(four[j % 4])));
        }
    }
}

}  // namespace typenet
