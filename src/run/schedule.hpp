// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace typenet::app {

/// How the learning rate changes over a run.
enum class schedule {
    constant,
    cosine,     ///< linear warm-up over the first 5 % of the steps, then half a cosine down to 0
    one_cycle,  ///< up from peak/25 along half a cosine for 30 % of the steps, then down to
                ///< peak/250,000
};

/// The learning rate of step `step` of `steps`, counted from 1; `peak` is the largest it gets.
///
/// **Source**: one_cycle is PyTorch's OneCycleLR with its defaults, after L. N. Smith and N. Topin,
/// "Super-convergence", 2018.
double learning_rate_at(schedule how, double peak, std::uint32_t step, std::uint32_t steps);

}  // namespace typenet::app
