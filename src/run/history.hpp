// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <vector>

#include "run/events.hpp"

namespace typenet::app {

/// Keeps what a run tells. A run that goes on after a step replaces what was told beyond it.
class history final : public observer {
public:
    void started(const start_event&) override;
    void stepped(const step_event& e) override { steps_.push_back(e); }
    void evaluated(const eval_event& e) override { evaluations_.push_back(e); }
    void ended(const end_event& e) override { end_ = e; }

    /// The last one; nothing was told before.
    [[nodiscard]] const std::optional<start_event>& start() const { return start_; }
    [[nodiscard]] const std::vector<step_event>& steps() const { return steps_; }
    [[nodiscard]] const std::vector<eval_event>& evaluations() const { return evaluations_; }
    /// Of a run that came to its end.
    [[nodiscard]] const std::optional<end_event>& end() const { return end_; }

private:
    std::optional<start_event> start_;
    std::vector<step_event> steps_;
    std::vector<eval_event> evaluations_;
    std::optional<end_event> end_;
};

}  // namespace typenet::app
