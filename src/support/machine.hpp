// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

namespace typenet::app {

/// The machine that this program runs on. What the system does not say is empty or 0.
struct machine {
    std::string processor;  ///< its maker's name for it
    unsigned cores = 0;     ///< that run threads at the same time
    std::uint64_t memory_bytes = 0;
    std::string system;  ///< "Debian GNU/Linux 12 (bookworm), Linux 6.1.0, x86_64"
};

machine this_machine();

}  // namespace typenet::app
