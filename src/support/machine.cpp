// SPDX-License-Identifier: BSL-1.0
#include "support/machine.hpp"

#include <fmt/core.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <thread>

namespace typenet::app {

namespace {

/// The value behind the first `key` of a file and its `separator`, without quotes.
std::string value_of(const char* file, const std::string& key, char separator) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(key)) continue;
        const std::size_t at = line.find(separator);
        const std::size_t first = line.find_first_not_of(" \t\"", at + 1);
        const std::size_t last = line.find_last_not_of(" \t\"");
        if (at == std::string::npos || first == std::string::npos) return {};
        return line.substr(first, last - first + 1);
    }
    return {};
}

}  // namespace

machine this_machine() {
    machine found;
    found.processor = value_of("/proc/cpuinfo", "model name", ':');
    found.cores = std::thread::hardware_concurrency();
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long page = ::sysconf(_SC_PAGESIZE);
    if (pages > 0 && page > 0)
        found.memory_bytes = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page);
    found.system = value_of("/etc/os-release", "PRETTY_NAME", '=');
    ::utsname kernel{};
    if (::uname(&kernel) == 0)
        found.system += fmt::format("{}{} {}, {}", found.system.empty() ? "" : ", ", kernel.sysname,
                                    kernel.release, kernel.machine);
    return found;
}

}  // namespace typenet::app
