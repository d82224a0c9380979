// SPDX-License-Identifier: BSL-1.0

// How many threads a program starts where nobody says: by the quotas of control groups, as a faked
// tree of the system's files has them.
#include <filesystem>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "scratch_folder.hpp"
#include "support/granted_threads.hpp"

TEST_CASE("a CPU quota is found where systems have it", "[threads]") {
    const typenet::tests::scratch_folder here;
    const auto write = [&](const std::string& file, const std::string& words) {
        const std::filesystem::path path = here.path.string() + file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << words;
    };
    const auto quota = [&] { return typenet::support::least_quota(here.path.string()); };
    CHECK(quota() == 0);

    SECTION("version 2") {
        write("/proc/self/cgroup", "0::/a/b\n");
        write("/sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
        CHECK(quota() == 0);
        write("/sys/fs/cgroup/a/b/cpu.max", "400000 100000\n");
        CHECK(quota() == 4);
        // The last one in part: it is there to be used.
        write("/sys/fs/cgroup/a/cpu.max", "150000 100000\n");
        CHECK(quota() == 2);
        // As a container sees its own group.
        write("/sys/fs/cgroup/cpu.max", "10000 100000\n");
        CHECK(quota() == 1);
        CHECK(typenet::support::threads_granted(here.path.string()).count == 1);
    }
    SECTION("version 1") {
        write("/proc/self/cgroup", "5:cpuset:/other\n4:cpu,cpuacct:/docker/1\n1:name=systemd:/\n");
        write("/sys/fs/cgroup/cpu,cpuacct/other/cpu.cfs_quota_us", "100000");
        write("/sys/fs/cgroup/cpu,cpuacct/other/cpu.cfs_period_us", "100000");
        write("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        write("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        CHECK(quota() == 0);
        write("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "300000\n");
        CHECK(quota() == 3);
        write("/sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_quota_us", "100000\n");
        write("/sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_period_us", "50000\n");
        CHECK(quota() == 2);
    }
    SECTION("what is no quota") {
        write("/proc/self/cgroup", "0::/\n");
        for (const char* const words : {"", "max", "100000", "0 0", "-5 100000", "5 -1", "x y"}) {
            CAPTURE(words);
            write("/sys/fs/cgroup/cpu.max", words);
            CHECK(quota() == 0);
        }
    }
}

TEST_CASE("what limits the threads is said", "[threads]") {
    using limit = typenet::support::granted_threads::limit;
    const auto found = typenet::support::threads_granted("/nowhere");
    CHECK(found.count >= 1);
    CHECK(found.by != limit::quota);
    CHECK(std::string(typenet::support::granted_threads{1, limit::quota}.reason()) ==
          "the CPU quota");
}
