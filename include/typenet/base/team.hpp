// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <type_traits>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif

#include "typenet/base/huge_pages.hpp"
#include "typenet/base/simd.hpp"
#include "typenet/base/team_of_one.hpp"
#include "typenet/base/tensor_view.hpp"

namespace typenet {

#ifdef __STDCPP_THREADS__

/// How many forks lie between the program's first process and this one, counted from the first call
/// of `count_forks`. Of a process's threads only the one that calls `fork` is in the child: whoever
/// has started threads can see that they are elsewhere.
inline std::atomic<int> forks{0};

/// Makes `forks` count, and returns it.
inline int count_forks() noexcept {
#if defined(__unix__) || defined(__APPLE__)
    [[maybe_unused]] static const int once =
        pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });
#endif
    return forks.load(std::memory_order_relaxed);
}

/// The cores that the calling thread may run on (`taskset`, MPI's binding, a container's set).
inline int usable_cores() {
#if defined(__linux__)
    std::array<cpu_set_t, 16> cores{};  // 16,384: one alone is too small for some machines
    if (sched_getaffinity(0, sizeof cores, cores.data()) == 0)
        return CPU_COUNT_S(sizeof cores, cores.data());
#endif
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// A fixed number of threads that share the tasks of one job at a time, the caller among them. Each
/// worker has a room of its own, allocated here once: `run` allocates nothing and takes no lock.
/// Workers that find nothing to do look for it for some microseconds and then sleep, so that a
/// neighbour's threads get the core. In a process that was forked off, which has none of the
/// threads, the caller does all tasks.
///
/// Which worker gets which task is not fixed, and must not matter: see kernel/stage.hpp.
class team {
public:
    /// `threads` 0 stands for a thread for each of the `usable_cores`.
    ///
    /// **Units**: `scratch_bytes` of room a worker.
    /// **Errors**: std::system_error where the system gives no thread, std::bad_alloc. Compiled
    /// without exceptions, the program ends there.
    team(int threads, extent scratch_bytes)
        : team(room{threads > 0 ? threads : usable_cores(), padded<std::byte>(scratch_bytes)}) {
        for (int worker = 1; worker < threads_; ++worker)
            helper(worker) = std::thread([this, worker] { help(worker); });
    }
    ~team() {
        if (is_elsewhere()) {
            // To wait for threads of another process would be to wait for ever.
            static_cast<void>(helpers_.release());
            return;
        }
        leaving_.store(true, std::memory_order_relaxed);
        job_.fetch_add(1, std::memory_order_release);
        job_.notify_all();
        for (int worker = 1; worker < threads_; ++worker)
            if (helper(worker).joinable()) helper(worker).join();
    }
    team(const team&) = delete;
    team& operator=(const team&) = delete;

    [[nodiscard]] int threads() const { return threads_; }

    /// body(task, scratch) once for each task in [0, tasks); returns when all are done.
    template <class Body>
    void run(int tasks, Body&& body) noexcept {
        if (threads_ == 1 || tasks <= 1 || is_elsewhere()) {
            for (int task = 0; task < tasks; ++task) body(task, scratch_.get());
            return;
        }
        using body_type = std::remove_reference_t<Body>;
        call_ = [](void* context, int task, std::byte* scratch) {
            (*static_cast<body_type*>(context))(task, scratch);
        };
        context_ = const_cast<void*>(static_cast<const void*>(&body));
        tasks_ = tasks;
        next_.store(0, std::memory_order_relaxed);
        busy_.store(threads_ - 1, std::memory_order_relaxed);
        job_.fetch_add(1, std::memory_order_release);
        job_.notify_all();
        work(0);
        wait_while(busy_, [](int busy) { return busy != 0; });
    }

private:
    /// About 20 µs: longer than the serial gaps between two stages of a step.
    static constexpr int spins = 4000;

    struct room {
        int workers;
        extent scratch_bytes;
    };

    /// All but the helpers: once this is there, the destructor dismisses those that have started.
    explicit team(const room& of)
        : threads_(of.workers),
          scratch_bytes_(of.scratch_bytes),
          scratch_(static_cast<std::byte*>(
              allocate_on_huge_pages(static_cast<std::size_t>(of.workers * of.scratch_bytes)))),
          helpers_(std::make_unique<std::thread[]>(static_cast<std::size_t>(of.workers - 1))) {}

    /// Whether the helpers are in a process that this one was forked off.
    [[nodiscard]] bool is_elsewhere() const noexcept {
        return forks.load(std::memory_order_relaxed) != born_after_forks_;
    }
    std::thread& helper(int worker) { return helpers_[static_cast<std::size_t>(worker - 1)]; }

    void work(int worker) noexcept {
        std::byte* const scratch = scratch_.get() + worker * scratch_bytes_;
        for (int task = next_.fetch_add(1, std::memory_order_relaxed); task < tasks_;
             task = next_.fetch_add(1, std::memory_order_relaxed))
            call_(context_, task, scratch);
    }

    void help(int worker) noexcept {
        const simd::flush_denormals flush;
        for (int seen = 0;;) {
            wait_while(job_, [&](int job) { return job == seen; });
            ++seen;
            if (leaving_.load(std::memory_order_relaxed)) return;
            work(worker);
            if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
        }
    }

    template <class Waiting>
    static void wait_while(const std::atomic<int>& number, Waiting&& waiting) noexcept {
        for (int i = 0; i < spins; ++i) {
            if (!waiting(number.load(std::memory_order_acquire))) return;
            simd::pause();
        }
        for (int now = number.load(std::memory_order_acquire); waiting(now);
             now = number.load(std::memory_order_acquire))
            number.wait(now, std::memory_order_acquire);
    }

    int threads_;
    extent scratch_bytes_;
    std::unique_ptr<std::byte[], on_huge_pages_deleter> scratch_;
    void (*call_)(void*, int, std::byte*) = nullptr;
    void* context_ = nullptr;
    int tasks_ = 0;
    // Each on a cache line of its own: workers write them while others read the rest.
    alignas(alignment) std::atomic<int> next_{0};
    alignas(alignment) std::atomic<int> busy_{0};
    alignas(alignment) std::atomic<int> job_{0};
    std::atomic<bool> leaving_{false};
    int born_after_forks_ = count_forks();
    std::unique_ptr<std::thread[]> helpers_;
};

#else

using team = team_of_one;

#endif

}  // namespace typenet
