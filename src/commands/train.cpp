// SPDX-License-Identifier: BSL-1.0
#include "commands/train.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <vector>

#include "commands/report.hpp"
#include "run/console.hpp"
#include "run/history.hpp"
#include "run/read_log.hpp"
#include "run/run_log.hpp"
#include "support/output.hpp"

namespace typenet::app {

namespace {

/// People build, measure and leave: a slow build must say that it is one.
void warn_of_slow_build(const network_summary& network) {
    if (network.optimised && network.vectorised) return;
    const char* const lack =
        network.optimised ? "SIMD (build with -march=native)" : "optimisation (build with -O3)";
    support::print_error(
        fmt::format("WARNING: this program was compiled without {}.\n"
                    "WARNING: it is many times slower than it should be; do not measure it.\n",
                    lack));
}

}  // namespace

int train(const model& network, const train_options& options, cluster::ranks& all) {
    all.set_timeout(options.rank_timeout);
    if (all.number() != 0) {
        const int signal = run_training(network, options, all, {}, {});
        return signal != 0 ? 128 + signal : 0;
    }
    warn_of_slow_build(network.summary);
    console screen(options.quiet);
    std::vector<observer*> observers{&screen};
    std::optional<run_log> log;
    if (!options.log.empty()) observers.push_back(&log.emplace(options.log));
    history events;
    if (!options.report.empty()) {
        observers.push_back(&events);
        // The log of a resumed run has what was before.
        const bool goes_on = !options.resume.empty() && !options.log.empty();
        if (goes_on && std::filesystem::exists(options.log)) read_log(options.log, events);
    }
    const int signal = run_training(network, options, all, observers, [&](const finished_run& run) {
        if (options.report.empty()) return;
        write_report(options.report, options.program, network.summary, run, events);
        screen.say(fmt::format("report written to {}", options.report.string()));
    });
    const bool log_is_whole = !log || log->failure().empty();
    if (!log_is_whole) support::print_failure(log->failure());
    if (signal != 0) return 128 + signal;
    return log_is_whole ? 0 : 1;
}

}  // namespace typenet::app
