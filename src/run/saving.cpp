// SPDX-License-Identifier: BSL-1.0
#include "run/saving.hpp"

#include <fmt/core.h>

#include "support/error.hpp"
#include "support/file.hpp"
#include "support/file_identity.hpp"

namespace typenet::app {

void saving::begin(const recipe& how, const std::filesystem::path& started_from,
                   std::uint32_t step) {
    if (!is_on() || ranks_.number() != 0) return;
    const bool goes_on_there =
        !started_from.empty() &&
        support::file_identity(started_from) == support::file_identity(options_.checkpoint);
    if (goes_on_there) saved_step_ = step;
    support::expect_writable(options_.checkpoint,
                             checkpoint_bytes(network_, how.updates.average > 0));
    // A damaged file is replaced, and not kept as an older checkpoint.
    store_.emplace(options_.checkpoint, options_.keep_last, goes_on_there);
}

void saving::gather_moments(std::uint32_t step) {
    if (gathered_step_ != step) trained_.complete_moments(ranks_);
    gathered_step_ = step;
}

template <class Write>
void saving::try_to(Write&& write) {
    try {
        write();
    } catch (const error& wrong) {
        warn_(fmt::format("{}; the run goes on", wrong.what()));
    }
}

void saving::save(const run_state& state) {
    gather_moments(state.step);
    try_to([&] { write_newest(state); });
}

void saving::save_best(const run_state& state) {
    if (!is_on()) return;
    gather_moments(state.step);
    if (store_) try_to([&] { store_->write_best(network_, trained_, state); });
}

void saving::save_at_end(const run_state& state) {
    if (!is_on()) return;
    gather_moments(state.step);
    if (saved_step_ != state.step) write_newest(state);
}

void saving::write_newest(const run_state& state) {
    if (!store_) return;
    const std::string not_kept = store_->write_newest(network_, trained_, state);
    saved_step_ = state.step;
    if (!not_kept.empty())
        warn_(
            fmt::format("{}; {} is written all the same", not_kept, options_.checkpoint.string()));
}

}  // namespace typenet::app
