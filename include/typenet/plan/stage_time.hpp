// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

namespace typenet {

/// How long a stage of a training step took, in seconds.
struct stage_time {
    double forward = 0;   ///< to the outputs
    double backward = 0;  ///< the update of its parameters included
};

/// Says at its end how many seconds it has lived, if anyone wants to know.
class stopwatch {
    using clock = std::chrono::steady_clock;

public:
    explicit stopwatch(double* seconds) : seconds_(seconds) {
        if (seconds_) start_ = clock::now();
    }
    ~stopwatch() {
        if (seconds_) *seconds_ = std::chrono::duration<double>(clock::now() - start_).count();
    }
    stopwatch(const stopwatch&) = delete;
    stopwatch& operator=(const stopwatch&) = delete;

private:
    double* seconds_;
    clock::time_point start_{};
};

}  // namespace typenet
