// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"

/// @file
/// What a trainer cannot hold: more classes than labels count, more memory than machines have.
namespace typenet::checking {

/// More memory than any machine that this is for.
inline constexpr int most_gibibytes = 1024;

/// What a trainer needs at least: its parameters, moments and the outputs of its layers with their
/// gradients. Sums saturate, so that those of the plan cannot overflow where this is within limits.
template <network_type Net, class Optimizer, class Batch, class Scalar>
constexpr extent least_bytes() {
    extent values = saturating_product(Net::parameters, 1 + Optimizer::moments);
    for (const node& one : Net::nodes)
        if (one.role == layer_role::transform)
            values = saturating_sum(values,
                                    saturating_product(extent{2} * Batch::images, one.out.size()));
    return saturating_product(values, sizeof(Scalar));
}

template <network_type Net, class Optimizer, class Batch, class Scalar>
constexpr fault limits_fault() {
    using loss = loss_of<Net>;
    if (!Net::is_right) return {};
    if (loss::classifies && Net::classes > 256)
        return {fault::place::use,
                "trainer",
                "at most 256 classes (byte labels)",
                text::of(Net::classes, " classes"),
                {}};
    const extent gibibytes = least_bytes<Net, Optimizer, Batch, Scalar>() >> 30;
    if (gibibytes >= most_gibibytes)
        return {fault::place::use,
                "trainer",
                text::of("memory of at most ", most_gibibytes, " GiB"),
                text::of(gibibytes, " GiB or more"),
                {}};
    return {};
}

}  // namespace typenet::checking
