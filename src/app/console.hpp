// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "app/events.hpp"

namespace typenet::app {

/// Tells a run's events on standard output, a line each.
class console final : public observer {
public:
    void started(const start_event&) override;
    void stepped(const step_event&) override;
    void evaluated(const eval_event&) override;
    void ended(const end_event&) override;
};

}  // namespace typenet::app
