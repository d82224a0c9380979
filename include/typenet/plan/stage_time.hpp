// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

namespace typenet {

/// How long a stage of a training step took, in seconds.
struct stage_time {
    double forward = 0;   ///< to the outputs
    double backward = 0;  ///< the update of its parameters included
};

/// Where the times of a pass go, one for each stage, and the clock that they are read from. It is a
/// function, so that a program which asks for no times needs no clock: a microcontroller has none.
struct stage_times {
    stage_time* of = nullptr;  ///< null: nobody asks
    double (*now)() = nullptr;
};

/// Seconds of the steady clock.
inline double steady_seconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

/// Says at its end how long it has lived, if someone asks.
class stopwatch {
public:
    stopwatch(const stage_times& times, int stage, double stage_time::* way)
        : now_(times.now), seconds_(times.of ? &(times.of[stage].*way) : nullptr) {
        if (seconds_) *seconds_ = -now_();
    }
    ~stopwatch() {
        if (seconds_) *seconds_ += now_();
    }
    stopwatch(const stopwatch&) = delete;
    stopwatch& operator=(const stopwatch&) = delete;

private:
    double (*now_)();
    double* seconds_;
};

}  // namespace typenet
