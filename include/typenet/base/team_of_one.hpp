// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>

#include "typenet/base/huge_pages.hpp"
#include "typenet/base/tensor_view.hpp"

namespace typenet {

/// What `team` is where a program has one thread, as in WebAssembly: the caller does all tasks, in
/// order, in a room that is allocated once.
class team_of_one {
public:
    /// Whatever number of threads is asked for. As for `team`, `scratch_bytes` of room a worker.
    team_of_one(int /*threads*/, extent scratch_bytes)
        : scratch_(static_cast<std::byte*>(
              allocate_on_huge_pages(static_cast<std::size_t>(scratch_bytes)))) {}

    /// The caller.
    [[nodiscard]] static int threads() { return 1; }

    /// Nobody sleeps.
    void alert() noexcept {}

    /// body(task, scratch) once for each task in [0, tasks).
    template <class Body>
    void run(int tasks, Body&& body) noexcept {
        for (int task = 0; task < tasks; ++task) body(task, scratch_.get());
    }

private:
    std::unique_ptr<std::byte[], on_huge_pages_deleter> scratch_;
};

}  // namespace typenet
