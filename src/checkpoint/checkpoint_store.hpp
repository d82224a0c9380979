// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint/checkpoint.hpp"

namespace typenet::app {

/// The files of a run's checkpoints: FILE, the newest; FILE.1, FILE.2, … those before; FILE.best.
/// Once written, FILE is never missing, and a write that fails changes none of them. The newest
/// parameters are worth more than those before: FILE is written also where FILE.1 cannot be.
class checkpoint_store {
public:
    /// `keep` counts FILE. The first write replaces what is there unless it `goes_on` there.
    checkpoint_store(std::filesystem::path file, int keep, bool goes_on)
        : file_(std::move(file)), keep_(keep), rotates_(goes_on) {}

    /// Returns a sentence if what FILE was before could not be kept; else nothing.
    ///
    /// **Errors**: typenet::error.
    std::string write_newest(const network_summary& network, engine& from, const run_state& state);
    void write_best(const network_summary& network, engine& from, const run_state& state);

private:
    [[nodiscard]] std::string rotate() const;

    std::filesystem::path file_;
    int keep_;
    bool rotates_;
};

inline constexpr int most_kept = 100;

/// The names of a run's checkpoints, the newest first, FILE.best last.
std::vector<std::filesystem::path> checkpoint_files(const std::filesystem::path& file, int keep);

/// The checkpoint that a resumed run goes on from.
struct resumed_run {
    run_state state;
    std::filesystem::path file;
    std::vector<std::string> passed_over;  ///< a sentence for each newer file that is unusable
};

/// Reads the newest usable checkpoint of `file`, FILE.1, … and FILE.best into an engine.
///
/// **Errors**: typenet::error, that of FILE itself if none is usable.
resumed_run read_newest(const std::filesystem::path& file, const network_summary& network,
                        engine& to);

}  // namespace typenet::app
