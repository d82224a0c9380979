// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace typenet::app {

/// How the learning rate changes over a run.
enum class schedule {
    constant,
    cosine,       ///< linear warm-up over the first 5 % of the steps, then half a cosine down to 0
    one_cycle,    ///< up from peak/25 along half a cosine for 30 % of the steps, then down to
                  ///< peak/250,000
    triangle,     ///< the same in straight lines
    step,         ///< a tenth from half of the steps on, a hundredth from three quarters on
    exponential,  ///< by the same factor each step, down to peak/100
};

/// The learning rate of step `step` of `steps`, counted from 1; `peak` is the largest it gets.
///
/// **Source**: one_cycle and triangle are PyTorch's OneCycleLR with its defaults, the latter with
/// anneal_strategy="linear", after L. N. Smith and N. Topin, "Super-convergence", 2018; the
/// momentum stays, as with cycle_momentum=False. The steps are those of He et al., "Deep residual
/// learning", 2015, on CIFAR-10: MultiStepLR.
double learning_rate_at(schedule how, double peak, std::uint32_t step, std::uint32_t steps);

}  // namespace typenet::app
