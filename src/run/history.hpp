// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <vector>

#include "run/events.hpp"

namespace typenet::app {

/// Keeps a run's events. A run that is resumed after a step replaces those of later steps.
class history final : public observer {
public:
    void started(const start_event&) override;
    void stepped(const step_event& e) override { steps_.push_back(e); }
    void evaluated(const eval_event& e) override { evaluations_.push_back(e); }
    void timed(const rank_event& e) override { ranks_.push_back(e); }
    void ended(const end_event& e) override { end_ = e; }

    /// The last start, if there was any.
    [[nodiscard]] const std::optional<start_event>& start() const { return start_; }
    [[nodiscard]] const std::vector<step_event>& steps() const { return steps_; }
    [[nodiscard]] const std::vector<eval_event>& evaluations() const { return evaluations_; }
    /// Of the last start.
    [[nodiscard]] const std::vector<rank_event>& ranks() const { return ranks_; }
    /// Empty unless the run came to its end.
    [[nodiscard]] const std::optional<end_event>& end() const { return end_; }

private:
    std::optional<start_event> start_;
    std::vector<step_event> steps_;
    std::vector<eval_event> evaluations_;
    std::vector<rank_event> ranks_;
    std::optional<end_event> end_;
};

}  // namespace typenet::app
