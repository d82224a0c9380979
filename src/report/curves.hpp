// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "report/findings.hpp"

namespace typenet::report {

/// The charts of a run, from its log: loss, accuracy, learning rate, time of a step.
std::string curves(const findings& found);

/// What the charts are drawn from, as tables; of a long log a part of its steps.
std::string logged_numbers(const findings& found);

}  // namespace typenet::report
