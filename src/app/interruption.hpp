// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csignal>

namespace typenet::app {

/// While it lives, the first SIGINT or SIGTERM is noted and a run can end in order; the second one
/// ends the process, as ever. A signal that the process was told to ignore stays ignored. One at a
/// time.
class interruption {
public:
    interruption();
    ~interruption();
    interruption(const interruption&) = delete;
    interruption& operator=(const interruption&) = delete;

    /// The signal that came, or 0.
    [[nodiscard]] int signal() const;

private:
    struct sigaction before_int_{};
    struct sigaction before_term_{};
};

}  // namespace typenet::app
