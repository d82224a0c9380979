// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "support/terminal.hpp"

namespace typenet::app {

/// How far a run is.
struct progress {
    std::uint32_t step = 0;
    std::uint32_t steps = 0;
    double epoch = 0;
    double images_per_second = 0;
    double loss = 0;                            ///< smoothed
    std::optional<double> validation_accuracy;  ///< the last one of a classifier, in [0, 1]
    std::optional<double> validation_loss;      ///< the last one, shown where there is no accuracy
    double seconds_left = 0;
};

/// One line for a terminal: bar, step, epoch, speed, loss, validation accuracy or loss, time left.
/// What does not fit is left out, the least important first. The last column stays free, because
/// some terminals wrap as soon as it is written.
std::string progress_line(const progress& now, const terminal& on);

/// 75 as "1:15", 3675 as "1:01:15".
std::string duration_text(double seconds);

}  // namespace typenet::app
