// SPDX-License-Identifier: BSL-1.0
#include "run/finite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace typenet::app {

namespace {

std::string words_for(const network_summary& network, std::size_t i, std::string_view what,
                      std::span<const float> values) {
    const named_tensor& p = network.tensors[i];
    const node& layer = network.nodes[static_cast<std::size_t>(p.node)];
    const auto wrong = std::ranges::find_if(values, [](float v) { return !std::isfinite(v); });
    return fmt::format("{}{} of layer {}, {}, holds {}", what, p.name.view(), p.node + 1,
                       layer.spelling.view(), without_sign_of_nan(*wrong));
}

}  // namespace

double without_sign_of_nan(double value) { return std::isnan(value) ? std::fabs(value) : value; }

bool all_finite(std::span<const float> values) {
    // As integers, infinity and NaN are above all finite numbers. Compilers vectorise a maximum of
    // integers.
    constexpr std::uint32_t infinity = 0x7F800000;
    std::uint32_t most = 0;
    for (const float v : values)
        most = std::max(most, std::bit_cast<std::uint32_t>(v) & 0x7FFFFFFF);
    return most < infinity;
}

std::string non_finite_parameter(const network_summary& network, engine& from) {
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const std::span<const float> values = from.parameter(i);
        if (!all_finite(values)) return words_for(network, i, "", values);
    }
    return {};
}

std::string non_finite_moment(const network_summary& network, engine& from) {
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        if (!network.tensors[i].tensor.trained) continue;
        for (std::size_t m = 0; m < static_cast<std::size_t>(network.moments); ++m) {
            const std::span<const float> values = from.moment(m, i);
            if (!all_finite(values))
                return words_for(network, i, fmt::format("moment {} of ", m + 1), values);
        }
    }
    return {};
}

}  // namespace typenet::app
