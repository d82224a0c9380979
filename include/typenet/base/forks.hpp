// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#endif

namespace typenet {

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

}  // namespace typenet
