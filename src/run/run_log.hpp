// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "run/events.hpp"

namespace typenet::app {

/// Writes a run's events to a file, one JSON object a line. The file is opened when the run starts:
/// a run that fails before that leaves the old log. A resumed run adds to it, behind its last whole
/// line: of a run that was killed half a line may follow, which is removed.
///
/// **Errors**: `started` throws typenet::error for a file that cannot be opened. A line that cannot
/// be written, as on a full disk, is left out as a whole and does not stop the training; `failure`
/// has the reason.
class run_log final : public observer {
public:
    explicit run_log(std::filesystem::path file) : path_(std::move(file)) {}

    void started(const start_event&) override;
    void stepped(const step_event&) override;
    void evaluated(const eval_event&) override;
    void timed(const rank_event&) override;
    void ended(const end_event&) override;

    /// One sentence if a line was lost; empty otherwise.
    [[nodiscard]] const std::string& failure() const { return failure_; }

private:
    struct close_file {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    void open(bool goes_on);
    void end_last_line();
    void write(const std::string& line);

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, close_file> file_;
    std::string failure_;
};

}  // namespace typenet::app
