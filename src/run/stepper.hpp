// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cluster/ranks.hpp"
#include "run/events.hpp"
#include "run/minibatches.hpp"
#include "run/recipe.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// What a step over all its minibatches, all ranks', found.
struct whole_step {
    double loss = 0;          ///< mean over the images, before the update
    int correct = 0;          ///< of all images
    int signal = 0;           ///< of one that a rank was sent, or 0
    double milliseconds = 0;  ///< that it took
};

/// **Errors**: usage_error for a number of ranks that a step of this recipe cannot be divided
/// among.
void expect_divisible(int ranks, const recipe& how);

/// Takes the steps of a run: one minibatch by the engine's fused step, or several, whose gradients
/// are added, on one rank or on several. Parameters and losses are the same bits for any number of
/// ranks. What it refers to must outlive it.
///
/// **Cost**: the memory of the sum is allocated when it is made; a step allocates nothing.
class stepper {
public:
    /// The step must be divisible among the ranks.
    stepper(engine& trained, minibatches& from, const recipe& how, const network_summary& network,
            cluster::ranks& all);

    /// Step number `step`, counted from 1 on.
    whole_step take(std::uint32_t step);
    /// What the optimiser is told of it.
    [[nodiscard]] hyperparameters numbers_of(std::uint32_t step) const;
    /// The number of a step's minibatch, counted from 0 on, in the order of all.
    [[nodiscard]] std::uint32_t minibatch_of(std::uint32_t step, int i) const {
        return (step - 1) * static_cast<std::uint32_t>(minibatches_) + 1 +
               static_cast<std::uint32_t>(i);
    }

    /// How the ranks spent their time, up to the last step but one; nothing of a rank alone.
    [[nodiscard]] std::vector<rank_event> times() const;

private:
    /// What each rank tells the others in each step: the signal that it was sent, its times, and
    /// what it found, loss and right answers for each of its minibatches.
    struct note {
        enum : std::size_t { signal, computing, exchanging, waiting, found };
    };

    whole_step take_one(const hyperparameters& numbers);
    whole_step take_several(const hyperparameters& numbers);

    engine& trained_;
    minibatches& from_;
    const recipe& how_;
    cluster::ranks& ranks_;
    int minibatches_;
    int own_minibatches_;
    double computing_ = 0;  ///< seconds
};

}  // namespace typenet::app
