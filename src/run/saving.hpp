// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "checkpoint/checkpoint_store.hpp"
#include "cluster/ranks.hpp"
#include "run/training_run.hpp"

namespace typenet::app {

/// Saves a run on its way, if it has a checkpoint. All ranks call all functions, since each has
/// moments that the others lack; rank 0 writes. What it refers to must outlive it.
class saving {
public:
    using warner = std::function<void(const std::string&)>;

    saving(const network_summary& network, engine& trained, const train_options& options,
           cluster::ranks& all, warner warn)
        : network_(network),
          trained_(trained),
          options_(options),
          ranks_(all),
          warn_(std::move(warn)) {}

    /// The run begins, or goes on from `started_from`, where it stood after `step`.
    ///
    /// **Errors**: typenet::error if the checkpoint could not be written.
    void begin(const recipe& how, const std::filesystem::path& started_from, std::uint32_t step);

    /// Whether a checkpoint is due on the way, or at the end.
    [[nodiscard]] bool is_due_after(std::uint32_t step, std::uint32_t last) const {
        return is_on() && (step % options_.checkpoint_every == 0 || step == last);
    }
    /// A checkpoint on the way: if it fails, the run goes on.
    void save(const run_state& state);
    void save_best(const run_state& state);
    /// The last one, unless it is there.
    ///
    /// **Errors**: typenet::error.
    void save_at_end(const run_state& state);

    [[nodiscard]] bool is_on() const { return !options_.checkpoint.empty(); }
    /// The step that the file holds.
    [[nodiscard]] std::optional<std::uint32_t> saved_step() const { return saved_step_; }

private:
    void gather_moments(std::uint32_t step);
    void write_newest(const run_state& state);
    /// On the way.
    template <class Write>
    void try_to(Write&& write);

    const network_summary& network_;
    engine& trained_;
    const train_options& options_;
    cluster::ranks& ranks_;
    warner warn_;
    std::optional<checkpoint_store> store_;  ///< of rank 0
    std::optional<std::uint32_t> saved_step_;
    std::optional<std::uint32_t> gathered_step_;  ///< for which moments are complete
};

}  // namespace typenet::app
