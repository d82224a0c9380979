// SPDX-License-Identifier: BSL-1.0
#include "typenet/base/team.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <thread>
#include <vector>

#include "catch.hpp"

namespace {

using typenet::extent;
using typenet::team;

/// One task for each worker: none ends its task before all have begun one.
void all_at_work(team& workers, auto&& task) {
    std::atomic<int> begun{0};
    workers.run(workers.threads(), [&](int number, std::byte*) {
        begun.fetch_add(1, std::memory_order_relaxed);
        while (begun.load(std::memory_order_relaxed) < workers.threads()) std::this_thread::yield();
        task(number);
    });
}

}  // namespace

TEST_CASE("a team of one does the tasks in order, in its room", "[team]") {
    typenet::team_of_one alone(8, 100);
    CHECK(alone.threads() == 1);
    std::vector<int> order;
    alone.run(5, [&](int task, std::byte* scratch) {
        std::fill_n(scratch, 100, std::byte{1});
        order.push_back(task);
    });
    CHECK(order == std::vector{0, 1, 2, 3, 4});
    alone.run(0, [&](int, std::byte*) { order.clear(); });
    CHECK(order.size() == 5);
}

TEST_CASE("a team does every task once", "[team]") {
    for (const int threads : {1, 2, 3, 5, 8}) {
        team workers(threads, 64);
        CHECK(workers.threads() == threads);
        for (const int tasks : {0, 1, 2, 3, 4, 7, 8, 64, 1000}) {
            CAPTURE(threads, tasks);
            std::vector<std::atomic<int>> times(static_cast<std::size_t>(tasks));
            workers.run(tasks, [&](int task, std::byte*) {
                times.at(static_cast<std::size_t>(task)).fetch_add(1, std::memory_order_relaxed);
            });
            int once = 0;
            for (const auto& count : times) once += count == 1;
            CHECK(once == tasks);
        }
    }
}

TEST_CASE("a team does many jobs in a row, and its work is seen afterwards", "[team]") {
    team workers(3, 0);
    // Plain numbers: a thread sanitizer would tell if the end of a job did not order them.
    std::vector<std::int64_t> numbers(7);
    for (int job = 0; job < 2'000; ++job)
        workers.run(7,
                    [&](int task, std::byte*) { numbers[static_cast<std::size_t>(task)] += task; });
    for (std::size_t task = 0; task < numbers.size(); ++task)
        CHECK(numbers[task] == static_cast<std::int64_t>(2'000 * task));
}

TEST_CASE("helpers that have gone to sleep come for the next job", "[team]") {
    for (const bool alerted : {false, true}) {
        team workers(3, 0);
        for (int job = 0; job < 20; ++job) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (alerted) workers.alert();
            std::atomic<int> ended{0};
            all_at_work(workers, [&](int) { ended.fetch_add(1, std::memory_order_relaxed); });
            CHECK(ended.load(std::memory_order_relaxed) == 3);
        }
    }
}

TEST_CASE("a job ends when its last task ends", "[team]") {
    const auto caller = std::this_thread::get_id();
    for (const int threads : {2, 4}) {
        team workers(threads, 0);
        for (int job = 0; job < 20; ++job) {
            std::atomic<int> ended{0};
            all_at_work(workers, [&](int) {
                if (std::this_thread::get_id() != caller)
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                ended.fetch_add(1, std::memory_order_relaxed);
            });
            CHECK(ended.load(std::memory_order_relaxed) == threads);
        }
    }
}

TEST_CASE("each worker has room of its own, aligned and at hand", "[team]") {
    constexpr extent bytes = 1000;
    team workers(4, bytes);
    std::vector<int> wrong(400);
    workers.run(400, [&](int task, std::byte* room) {
        const auto mark = static_cast<std::byte>(task);
        if (reinterpret_cast<std::uintptr_t>(room) % typenet::alignment != 0)
            ++wrong[static_cast<std::size_t>(task)];
        for (extent i = 0; i < bytes; ++i) room[i] = mark;
        for (extent i = 0; i < bytes; ++i)
            if (room[i] != mark) ++wrong[static_cast<std::size_t>(task)];
    });
    CHECK(std::accumulate(wrong.begin(), wrong.end(), 0) == 0);
}

TEST_CASE("a team that never worked goes in peace", "[team]") {
    for (int i = 0; i < 50; ++i) {
        const team workers(4, 64);
        CHECK(workers.threads() == 4);
    }
}

TEST_CASE("in a process that was forked off the caller does all tasks", "[team]") {
    std::optional<team> workers(std::in_place, 3, 64);
    const auto does_each_task_once = [&] {
        std::vector<std::atomic<int>> times(100);
        workers->run(100, [&](int task, std::byte*) {
            times[static_cast<std::size_t>(task)].fetch_add(1, std::memory_order_relaxed);
        });
        return std::ranges::all_of(times, [](const auto& t) { return t == 1; });
    };
    CHECK(does_each_task_once());
    const pid_t child = fork();
    if (child == 0) {
        alarm(20);  // what hangs is ended
        const bool right = does_each_task_once() && does_each_task_once();
        workers.reset();
        _exit(right ? 0 : 1);
    }
    REQUIRE(child > 0);
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(does_each_task_once());
    // A team of the child's own would have its threads there; one that came later has them here.
    workers.emplace(2, 64);
    all_at_work(*workers, [](int) {});
}

#if defined(__linux__)
TEST_CASE("threads start on the cores of the affinity", "[team]") {
    cpu_set_t before;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
    int first = 0;
    while (!CPU_ISSET(first, &before)) ++first;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
    const int usable = typenet::usable_cores();
    const int made = team(0, 0).threads();
    REQUIRE(sched_setaffinity(0, sizeof before, &before) == 0);
    CHECK(usable == 1);
    CHECK(made == 1);
}
#endif

#if HWY_ARCH_X86 || HWY_ARCH_ARM_A64
TEST_CASE("denormals are flushed in their scope and nowhere else", "[team]") {
    volatile float smallest = std::numeric_limits<float>::min();
    const auto half_is_zero = [&] { return smallest / 2 == 0; };
    CHECK_FALSE(half_is_zero());
    {
        const typenet::simd::flush_denormals outer;
        CHECK(half_is_zero());
        {
            const typenet::simd::flush_denormals inner;
            CHECK(half_is_zero());
        }
        CHECK(half_is_zero());
    }
    CHECK_FALSE(half_is_zero());

    // Helpers flush too: tasks must not depend on who runs them. The caller does so around the job.
    team workers(4, 0);
    std::vector<int> flushed(4);
    {
        const typenet::simd::flush_denormals flush;
        all_at_work(workers,
                    [&](int task) { flushed[static_cast<std::size_t>(task)] = half_is_zero(); });
    }
    CHECK(std::accumulate(flushed.begin(), flushed.end(), 0) == 4);
    CHECK_FALSE(half_is_zero());
}
#endif
