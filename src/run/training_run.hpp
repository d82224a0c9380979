// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "checkpoint/checkpoint.hpp"
#include "cluster/ranks.hpp"
#include "data/augment.hpp"
#include "data/dataset.hpp"
#include "data/input_scaling.hpp"
#include "data/needs.hpp"
#include "run/events.hpp"
#include "run/recipe.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// What a run is to do.
struct train_options {
    std::string program;  ///< how this program was called
    recipe how;
    std::optional<data::augmentation> augment;  ///< the recipe's unless given
    data::input_scaling inputs;                 ///< mean and deviation that were given
    bool normalise = false;                     ///< whether they are to be measured
    std::filesystem::path data;                 ///< empty: the built-in digits
    /// The most training images that are set aside for validation.
    std::size_t validation = data::validation_images;
    int threads = 0;  ///< 0: what is granted
    std::filesystem::path init_from;
    std::filesystem::path resume;      ///< empty: a new run
    std::filesystem::path checkpoint;  ///< that of `resume` unless given
    std::uint32_t checkpoint_every = 500;
    int keep_last = 2;
    std::filesystem::path log;
    std::optional<std::uint32_t> log_every;  ///< the recipe's unless given
    std::filesystem::path report;            ///< empty: none
    bool quiet = false;
    double rank_timeout = 60;  ///< seconds that another rank may stay silent
};

/// A run that came to its end.
struct finished_run {
    engine& trained;
    const data::dataset& data;
    const run_state& state;
};
using finisher = std::function<void(const finished_run&)>;

/// Trains the network as asked, together with the other ranks, calls the observers on the way, and
/// `finish` on rank 0 once all is done. Returns 0, or the signal that stopped the run, SIGINT,
/// SIGTERM, SIGHUP or SIGUSR1: it then ends after a whole step and with its checkpoint.
///
/// **Errors**: typenet::error in one sentence: data, a checkpoint or a log that cannot be read or
/// written, a loss or a parameter that is not a finite number. Files that the run will write are
/// tried before it starts.
int run_training(const model& network, const train_options& options, cluster::ranks& all,
                 std::span<observer* const> observers, const finisher& finish);

}  // namespace typenet::app
