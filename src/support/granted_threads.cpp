// SPDX-License-Identifier: BSL-1.0
#include "support/granted_threads.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <thread>

#include "typenet/base/team.hpp"

namespace typenet::support {

namespace {

/// Calls `take` with each line of a file; a file that is not there has none.
template <class Take>
void for_lines(const std::string& file, Take&& take) {
    std::FILE* const from = std::fopen(file.c_str(), "re");
    if (from == nullptr) return;
    std::string line;
    for (int letter = std::fgetc(from); letter != EOF; letter = std::fgetc(from)) {
        if (letter != '\n') {
            line += static_cast<char>(letter);
            continue;
        }
        take(std::string_view(line));
        line.clear();
    }
    if (!line.empty()) take(std::string_view(line));
    std::fclose(from);
}

/// The threads that the quota of one control group keeps busy, the last one perhaps in part; 0 is
/// no quota.
int quota_of(const std::string& group) {
    long long quota = 0;
    long long period = 0;
    // Version 2: "max 100000" or "150000 100000", in microseconds. Version 1: a file for each.
    for_lines(group + "/cpu.max", [&](std::string_view line) {
        if (std::sscanf(std::string(line).c_str(), "%lld %lld", &quota, &period) != 2) quota = 0;
    });
    for_lines(group + "/cpu.cfs_quota_us", [&](std::string_view line) {
        std::sscanf(std::string(line).c_str(), "%lld", &quota);
    });
    for_lines(group + "/cpu.cfs_period_us", [&](std::string_view line) {
        std::sscanf(std::string(line).c_str(), "%lld", &period);
    });
    if (quota <= 0 || period <= 0) return 0;
    constexpr long long most = 1 << 20;
    return static_cast<int>(std::min(most, (quota - 1) / period + 1));
}

}  // namespace

// The least quota of this process's control groups and of those that they are in, where systems
// mount them; 0 is none. In a container the group's own path may lead out of what is mounted: then
// what is mounted is the group.
//
// **Source**: Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/cgroups.rst.
int least_quota(const std::string& root) {
    int least = 0;
    const auto look_at = [&](const std::string& group) {
        const int found = quota_of(group);
        if (found > 0 && (least == 0 || found < least)) least = found;
    };
    for_lines(root + "/proc/self/cgroup", [&](std::string_view line) {
        // "0::/a/b" of version 2, "4:cpu,cpuacct:/a/b" of version 1.
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string_view::npos || second == std::string_view::npos) return;
        const std::string controllers =
            ',' + std::string(line.substr(first + 1, second - first - 1)) + ',';
        if (controllers != ",," && controllers.find(",cpu,") == std::string::npos) return;
        for (const char* const mounted : {"", "/unified", "/cpu", "/cpu,cpuacct"}) {
            const std::string base = root + "/sys/fs/cgroup" + mounted;
            const std::string path(line.substr(second + 1));
            for (std::size_t end = path.size(); end > 0 && end != std::string::npos;
                 end = path.rfind('/', end - 1))
                look_at(base + path.substr(0, end));
            look_at(base);
        }
    });
    return least;
}

granted_threads threads_granted(const std::string& root) {
    granted_threads found{std::max(1, static_cast<int>(std::thread::hardware_concurrency())), {}};
    const auto limit = [&](int count, granted_threads::limit by) {
        if (count > 0 && count < found.count) found = {count, by};
    };
    limit(usable_cores(), granted_threads::limit::affinity);
    limit(least_quota(root), granted_threads::limit::quota);
    return found;
}

}  // namespace typenet::support
