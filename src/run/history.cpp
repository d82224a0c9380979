// SPDX-License-Identifier: BSL-1.0
#include "run/history.hpp"

namespace typenet::app {

void history::started(const start_event& e) {
    const auto beyond = [&](const auto& event) { return event.step > e.after_step; };
    std::erase_if(steps_, beyond);
    std::erase_if(evaluations_, beyond);
    ranks_.clear();
    end_.reset();
    start_ = e;
}

}  // namespace typenet::app
