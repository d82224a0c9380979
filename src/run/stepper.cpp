// SPDX-License-Identifier: BSL-1.0
#include "run/stepper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "run/schedule.hpp"
#include "support/error.hpp"
#include "support/interruption.hpp"
#include "support/seconds_since.hpp"

namespace typenet::app {

namespace {

using support::clock;
using support::seconds_since;

/// Each rank must have a whole subtree of the sum.
bool fits(int ranks, int minibatches) {
    return ranks == 1 || (minibatches % ranks == 0 &&
                          std::has_single_bit(static_cast<unsigned>(minibatches / ranks)));
}

}  // namespace

void expect_divisible(int ranks, const recipe& how) {
    const int minibatches = static_cast<int>(how.accumulate);
    if (fits(ranks, minibatches)) return;
    std::vector<int> allowed;
    for (int count = 1; count <= minibatches; ++count)
        if (fits(count, minibatches)) allowed.push_back(count);
    throw usage_error(
        fmt::format("ranks: expected {} for steps over {} minibatch{} (--accumulate), found {}",
                    fmt::join(allowed, " or "), minibatches, minibatches == 1 ? "" : "es", ranks));
}

stepper::stepper(engine& trained, minibatches& from, const recipe& how,
                 const network_summary& network, cluster::ranks& all)
    : trained_(trained),
      from_(from),
      how_(how),
      ranks_(all),
      minibatches_(static_cast<int>(how.accumulate)),
      own_minibatches_(minibatches_ / all.count()) {
    if (minibatches_ == 1) return;
    trained_.announce_minibatches(own_minibatches_);
    ranks_.prepare(static_cast<std::size_t>(network.parameter_bytes) / sizeof(float),
                   note::found + 2 * static_cast<std::size_t>(own_minibatches_));
}

hyperparameters stepper::numbers_of(std::uint32_t step) const {
    hyperparameters numbers;
    numbers.step = step;
    numbers.learning_rate =
        learning_rate_at(how_.rate_schedule, how_.learning_rate, step, how_.steps);
    numbers.keep_probability = how_.keep_probability;
    numbers.seed = how_.seed;
    numbers.weight_decay = how_.weight_decay;
    numbers.l2 = how_.l2;
    numbers.label_smoothing = how_.label_smoothing;
    return numbers;
}

whole_step stepper::take(std::uint32_t step) {
    const hyperparameters numbers = numbers_of(step);
    return minibatches_ == 1 ? take_one(numbers) : take_several(numbers);
}

whole_step stepper::take_one(const hyperparameters& numbers) {
    from_.make(numbers.step);
    const auto start = clock::now();
    const step_result found = trained_.step(from_.images(), from_.image_targets(), numbers);
    return {found.loss, found.correct, support::interruption::signal(), 1e3 * seconds_since(start)};
}

whole_step stepper::take_several(const hyperparameters& numbers) {
    const auto start = clock::now();
    const double heard_before = ranks_.waiting() + ranks_.exchanging();
    const std::span<double> own = ranks_.own_note();
    own[note::signal] = support::interruption::signal();
    own[note::computing] = computing_;
    own[note::exchanging] = ranks_.exchanging();
    own[note::waiting] = ranks_.waiting();
    hyperparameters of_minibatch = numbers;
    for (int i = 0; i < own_minibatches_; ++i) {
        of_minibatch.step = minibatch_of(numbers.step, ranks_.number() * own_minibatches_ + i);
        from_.make(of_minibatch.step);
        const step_result found =
            trained_.accumulate(from_.images(), from_.image_targets(), of_minibatch);
        own[note::found + 2 * static_cast<std::size_t>(i)] = found.loss;
        own[note::found + 2 * static_cast<std::size_t>(i) + 1] = found.correct;
    }
    trained_.update(numbers, minibatches_, ranks_);
    whole_step all;
    // In the order of the minibatches, which the ranks have one run after the other.
    for (int rank = 0; rank < ranks_.count(); ++rank) {
        const std::span<const double> told = ranks_.note(rank);
        all.signal = std::max(all.signal, static_cast<int>(told[note::signal]));
        for (std::size_t at = note::found; at < told.size(); at += 2) {
            all.loss += told[at];
            all.correct += static_cast<int>(told[at + 1]);
        }
    }
    all.loss /= minibatches_;
    const double seconds = seconds_since(start);
    computing_ += seconds - (ranks_.waiting() + ranks_.exchanging() - heard_before);
    all.milliseconds = 1e3 * seconds;
    return all;
}

std::vector<rank_event> stepper::times() const {
    std::vector<rank_event> all;
    for (int rank = 0; rank < ranks_.count() && ranks_.count() > 1; ++rank) {
        const std::span<const double> told = ranks_.note(rank);
        all.push_back({rank, ranks_.host(rank), told[note::computing], told[note::exchanging],
                       told[note::waiting]});
    }
    return all;
}

}  // namespace typenet::app
