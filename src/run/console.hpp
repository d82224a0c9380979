// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>

#include "run/events.hpp"
#include "run/progress_line.hpp"
#include "support/terminal.hpp"

namespace typenet::app {

/// Prints a run's events to standard output, a line each. A terminal gets one line that is redrawn
/// in place of the lines of the steps. Troubles go to standard error; a quiet console prints
/// nothing else.
class console final : public observer {
public:
    explicit console(bool quiet) : quiet_(quiet), terminal_(standard_output()) {}
    ~console() override { clear(); }

    void started(const start_event&) override;
    void progressed(const progress_event&) override;
    void stepped(const step_event&) override;
    void evaluated(const eval_event&) override;
    void timed(const rank_event&) override;
    void stopped(const stop_event&) override;
    void ended(const end_event&) override;
    void troubled(const std::string& sentence) override;
    /// Prints a line that is not an event of the run.
    void say(const std::string& words);

private:
    using clock = std::chrono::steady_clock;
    void clear();
    void draw();

    bool quiet_;
    terminal terminal_;
    progress now_;
    bool drawn_ = false;
    clock::time_point start_;
    clock::time_point last_draw_;
    std::uint32_t steps_seen_ = 0;
    double loss_sum_ = 0;
    double loss_weight_ = 0;
};

}  // namespace typenet::app
