// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>

namespace typenet::support {

using clock = std::chrono::steady_clock;

inline double seconds_since(clock::time_point start) {
    return std::chrono::duration<double>(clock::now() - start).count();
}

}  // namespace typenet::support
