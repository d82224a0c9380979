// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
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
///
/// A helper takes tasks as it comes: the caller waits for tasks that a helper has begun, never for
/// a helper to wake up or to be given a core, so that a short job takes no longer than on one
/// thread. Workers that find nothing to do look for it for as long as a thread takes to wake up and
/// then sleep, so that a neighbour's threads get the core. In a process that was forked off, which
/// has none of the threads, the caller does all tasks.
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
        open(all_leave);
        for (int worker = 1; worker < threads_; ++worker)
            if (helper(worker).joinable()) helper(worker).join();
    }
    team(const team&) = delete;
    team& operator=(const team&) = delete;

    [[nodiscard]] int threads() const { return threads_; }

    /// body(task, scratch) once for each task in [0, tasks); returns when all are done.
    template <class Body>
    void run(int tasks, Body&& body) noexcept {
        using body_type = std::remove_reference_t<Body>;
        // One function, also where it runs alone: a kernel is compiled once.
        run(
            tasks,
            [](void* context, int task, std::byte* scratch)
                TYPENET_NOINLINE { (*static_cast<body_type*>(context))(task, scratch); },
            const_cast<void*>(static_cast<const void*>(&body)));
    }

    /// Tells helpers of jobs to come: they are there, and do not fall asleep, when the first one
    /// is.
    void alert() noexcept {
        if (threads_ > 1 && !is_elsewhere()) open(0);
    }

private:
    /// A thread that sleeps takes up to 50 µs to come.
    static constexpr std::chrono::microseconds looking{50};

    /// In the place of a number of tasks: the helpers go.
    static constexpr std::uint32_t all_leave = ~std::uint32_t{0};
    /// The tasks of the open job that nobody has begun stand in the lower half of `open_`, the
    /// number of the job in the upper.
    static constexpr std::uint32_t left(std::uint64_t open) {
        return static_cast<std::uint32_t>(open);
    }

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

    using function = void (*)(void* context, int task, std::byte* scratch);
    void run(int tasks, function call, void* context) noexcept {
        if (threads_ == 1 || tasks <= 1 || is_elsewhere()) {
            for (int task = 0; task < tasks; ++task) call(context, task, scratch_.get());
            return;
        }
        call_.store(call, std::memory_order_relaxed);
        context_.store(context, std::memory_order_relaxed);
        tasks_.store(tasks, std::memory_order_relaxed);
        done_.store(0, std::memory_order_relaxed);
        open(static_cast<std::uint32_t>(tasks));
        work(0);
        wait_while(done_, [&](int done) { return done != tasks; });
    }

    /// Opens the next job.
    void open(std::uint32_t tasks) noexcept {
        const std::uint64_t job = (open_.load(std::memory_order_relaxed) >> 32) + 1;
        open_.store(job << 32 | tasks, std::memory_order_release);
        open_.notify_all();
    }

    /// Does tasks of the open job until none is left.
    void work(int worker) noexcept {
        std::byte* const scratch = scratch_.get() + worker * scratch_bytes_;
        std::uint64_t now = open_.load(std::memory_order_acquire);
        while (left(now) != 0 && left(now) != all_leave) {
            // The job may end meanwhile and the next one be set up, so these may be of either; but
            // then `open_` has changed, and there is no task.
            auto* const call = call_.load(std::memory_order_relaxed);
            void* const context = context_.load(std::memory_order_relaxed);
            const int tasks = tasks_.load(std::memory_order_relaxed);
            if (!open_.compare_exchange_weak(now, now - 1, std::memory_order_acq_rel,
                                             std::memory_order_acquire))
                continue;
            call(context, tasks - static_cast<int>(left(now)), scratch);
            if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 == tasks) done_.notify_one();
            now = open_.load(std::memory_order_acquire);
        }
    }

    void help(int worker) noexcept {
        const simd::flush_denormals flush;
        for (;;) {
            wait_while(open_, [](std::uint64_t now) { return left(now) == 0; });
            if (left(open_.load(std::memory_order_acquire)) == all_leave) return;
            work(worker);
        }
    }

    /// Looks again and again until there has been no news for a while, then sleeps until there is.
    template <class Number, class Waiting>
    static void wait_while(const std::atomic<Number>& number, Waiting&& waiting) noexcept {
        using clock = std::chrono::steady_clock;
        constexpr int looks = 64;  // from one look at the clock to the next
        for (Number last{};; number.wait(last, std::memory_order_acquire)) {
            for (auto start = clock::now(); clock::now() - start < looking;)
                for (int i = 0; i < looks; ++i) {
                    const Number now = number.load(std::memory_order_acquire);
                    if (!waiting(now)) return;
                    if (now != last) start = clock::now();
                    last = now;
                    simd::pause();
                }
        }
    }

    int threads_;
    extent scratch_bytes_;
    std::unique_ptr<std::byte[], on_huge_pages_deleter> scratch_;
    // The open job. Helpers that come late read these while the caller sets up the next one.
    std::atomic<function> call_{nullptr};
    std::atomic<void*> context_{nullptr};
    std::atomic<int> tasks_{0};
    // Each on a cache line of its own: workers write them while others read the rest.
    alignas(alignment) std::atomic<std::uint64_t> open_{0};
    alignas(alignment) std::atomic<int> done_{0};
    int born_after_forks_ = count_forks();
    std::unique_ptr<std::thread[]> helpers_;
};

#else

using team = team_of_one;

#endif

}  // namespace typenet
