// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

/// How many threads the program starts where nobody says. A library has the cores that it may run
/// on (typenet::team); a program also looks at what its container was given.
namespace typenet::support {

/// How many threads of this process the system runs at the same time, and what says so.
struct granted_threads {
    /// What gives the least.
    enum class limit : std::uint8_t { cores, affinity, quota };

    int count = 1;            ///< at least 1
    limit by = limit::cores;  ///< where two give the same, the first

    /// As people say it.
    [[nodiscard]] constexpr const char* reason() const {
        switch (by) {
            case limit::affinity:
                return "the cores that the affinity allows";
            case limit::quota:
                return "the CPU quota";
            default:
                return "all cores";
        }
    }
};

/// What the system grants: the machine's cores, those of them that the calling thread may run on
/// (`taskset`, MPI's binding, a container's set), or fewer by the CPU quota of a control group.
/// `root` is where the system's files are looked for, for tests.
///
/// **Cost**: some dozens of small files, about 0.2 ms.
granted_threads threads_granted(const std::string& root = {});

/// The least quota of this process's control groups, in threads, the last one perhaps in part; 0 is
/// none.
int least_quota(const std::string& root);

}  // namespace typenet::support
