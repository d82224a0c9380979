// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <string>
#include <string_view>

namespace typenet::bench {

/// How much memory the process has had at once beyond what it had when this was made: what a network
/// needs, if it is built and trained meanwhile. bench/peers/memory_growth.py is the same for the peers.
///
/// **Source**: Linux' proc(5): the kernel counts the peak anew after a 5 in `clear_refs`.
class memory_growth {
public:
    memory_growth() : before_(kibibytes("VmRSS:")) { std::ofstream("/proc/self/clear_refs") << 5; }

    [[nodiscard]] double mebibytes() const {
        return static_cast<double>(kibibytes("VmHWM:") - before_) / 1024;
    }

private:
    static long kibibytes(std::string_view key) {
        std::ifstream status("/proc/self/status");
        for (std::string word; status >> word;)
            if (long count = 0; word == key && status >> count) return count;
        return 0;
    }

    long before_;
};

}  // namespace typenet::bench
