// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <csignal>

namespace typenet::support {

/// While it lives, the first SIGINT, SIGTERM, SIGHUP or SIGUSR1 is only noted, so that a run can
/// end in order; the second one ends the process, as usual. SIGUSR1 is what mpirun passes on to all
/// ranks, and what Slurm sends some time before it ends a job, if asked. A signal that the process
/// ignores stays ignored. There can be one interruption at a time.
class interruption {
public:
    interruption();
    ~interruption();
    interruption(const interruption&) = delete;
    interruption& operator=(const interruption&) = delete;

    /// The signal that came while one lived, or 0.
    [[nodiscard]] static int signal();

private:
    static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP, SIGUSR1};
    std::array<struct sigaction, signals.size()> before_{};
};

}  // namespace typenet::support
