// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <string>
#include <string_view>

namespace typenet::bench {

/// How much memory the process has had at once beyond what it had when this was made: what a
/// network needs, if it is built and trained meanwhile. Pages of files do not count: they are of
/// the program and its libraries, which are mapped as they are used. bench/peers/memory_growth.py
/// does the same for the peers.
///
/// **Source**: Linux' proc(5): the kernel counts the peak anew after a 5 in `clear_refs`.
class memory_growth {
public:
    memory_growth() : before_(kibibytes("VmRSS:") - kibibytes("RssFile:")) {
        std::ofstream("/proc/self/clear_refs") << 5;
    }

    [[nodiscard]] double mebibytes() const {
        return static_cast<double>(kibibytes("VmHWM:") - kibibytes("RssFile:") - before_) / 1024;
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
