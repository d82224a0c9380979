// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

#include "typenet/base/huge_pages.hpp"
#include "typenet/base/simd.hpp"
#include "typenet/base/tensor_view.hpp"

namespace typenet {

/// A fixed number of threads that share the tasks of one job at a time, the caller among them. Each
/// worker has a room of its own, allocated here once: `run` allocates nothing and takes no lock.
/// Workers that find nothing to do look for it for some microseconds and then sleep, so that a
/// neighbour's threads get the core.
///
/// Which worker gets which task is not fixed, and must not matter: see kernel/stage.hpp.
class team {
public:
    /// `threads` 0 stands for as many as the machine has cores.
    ///
    /// **Units**: `scratch_bytes` of room a worker.
    /// **Errors**: std::system_error where the system gives no thread, std::bad_alloc.
    team(int threads, extent scratch_bytes) : scratch_bytes_(padded<std::byte>(scratch_bytes)) {
        const int workers =
            threads > 0 ? threads
                        : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
        scratch_.reset(static_cast<std::byte*>(
            allocate_on_huge_pages(static_cast<std::size_t>(workers * scratch_bytes_))));
        helpers_.reserve(static_cast<std::size_t>(workers - 1));
        try {
            for (int worker = 1; worker < workers; ++worker)
                helpers_.emplace_back([this, worker] { help(worker); });
        } catch (...) {
            dismiss();
            throw;
        }
    }
    ~team() { dismiss(); }
    team(const team&) = delete;
    team& operator=(const team&) = delete;

    [[nodiscard]] int threads() const { return static_cast<int>(helpers_.size()) + 1; }

    /// body(task, scratch) once for each task in [0, tasks); returns when all are done.
    template <class Body>
    void run(int tasks, Body&& body) noexcept {
        if (helpers_.empty() || tasks <= 1) {
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
        busy_.store(static_cast<int>(helpers_.size()), std::memory_order_relaxed);
        job_.fetch_add(1, std::memory_order_release);
        job_.notify_all();
        work(0);
        wait_while(busy_, [](int busy) { return busy != 0; });
    }

private:
    /// About 20 µs: longer than the serial gaps between two stages of a step.
    static constexpr int spins = 4000;

    struct free_scratch {
        void operator()(std::byte* room) const { free_huge_pages(room); }
    };

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

    void dismiss() noexcept {
        leaving_.store(true, std::memory_order_relaxed);
        job_.fetch_add(1, std::memory_order_release);
        job_.notify_all();
        for (std::thread& helper : helpers_) helper.join();
        helpers_.clear();
    }

    extent scratch_bytes_;
    std::unique_ptr<std::byte[], free_scratch> scratch_;
    void (*call_)(void*, int, std::byte*) = nullptr;
    void* context_ = nullptr;
    int tasks_ = 0;
    // Each on a cache line of its own: workers write them while others read the rest.
    alignas(alignment) std::atomic<int> next_{0};
    alignas(alignment) std::atomic<int> busy_{0};
    alignas(alignment) std::atomic<int> job_{0};
    std::atomic<bool> leaving_{false};
    std::vector<std::thread> helpers_;
};

}  // namespace typenet
