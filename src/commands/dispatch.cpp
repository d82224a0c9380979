// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "commands/command_line.hpp"
#include "commands/describe.hpp"
#include "commands/describe_json.hpp"
#include "commands/eval.hpp"
#include "commands/export.hpp"
#include "commands/predict.hpp"
#include "commands/report.hpp"
#include "run/console.hpp"
#include "run/history.hpp"
#include "run/read_log.hpp"
#include "run/run_log.hpp"
#include "run/training_run.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

constexpr int success = 0;
constexpr int failure = 1;
constexpr int wrong_usage = 2;

void tell_error(const std::string& words) { fmt::print(stderr, "error: {}\n", one_line(words)); }

/// People measure what they built, and leave: a slow build must say that it is one.
void warn_of_slow_build(const network_facts& network) {
    if (network.optimised && network.vectorised) return;
    const char* const lack =
        network.optimised ? "SIMD (build with -march=native)" : "optimisation (build with -O3)";
    fmt::print(stderr,
               "WARNING: this program was compiled without {}.\n"
               "WARNING: it is many times slower than it should be; do not measure it.\n",
               lack);
}

int run_train(const program& network, const train_options& options) {
    console told(options.quiet);
    std::vector<observer*> observers{&told};
    std::optional<run_log> log;
    if (!options.log.empty()) observers.push_back(&log.emplace(options.log));
    history all;
    if (!options.report.empty()) {
        observers.push_back(&all);
        // What was before a run that goes on stands in its log.
        const bool goes_on = !options.resume.empty() && !options.log.empty();
        if (goes_on && std::filesystem::exists(options.log)) read_log(options.log, all);
    }
    const int signal = train(network, options, observers, [&](const finished_run& run) {
        if (options.report.empty()) return;
        write_report(options.report, options.program, network.facts, run, all);
        told.say(fmt::format("report written to {}", options.report.string()));
    });
    if (log && !log->failure().empty()) throw error(log->failure());
    // What shells say of a process that a signal ended.
    return signal == 0 ? success : 128 + signal;
}

int obey(const program& network, const request& asked) {
    switch (asked.what) {
        case request::kind::finished:
            break;
        case request::kind::describe:
            std::fputs(
                (asked.describe_as_json ? describe_json(network.facts) : describe(network.facts))
                    .c_str(),
                stdout);
            break;
        case request::kind::show:
            std::fputs(asked.text.c_str(), stdout);
            break;
        case request::kind::eval:
            std::fputs(eval(network, asked.eval).c_str(), stdout);
            break;
        case request::kind::predict: {
            const std::vector<std::string> failures = predict(network, asked.predict);
            for (const std::string& sentence : failures) tell_error(sentence);
            return failures.empty() ? success : failure;
        }
        case request::kind::report:
            std::fputs(report_of_files(network, asked.report).c_str(), stdout);
            break;
        case request::kind::export_model:
            std::fputs(export_model(network, asked.export_model).c_str(), stdout);
            break;
        case request::kind::train:
            warn_of_slow_build(network.facts);
            return run_train(network, asked.train);
    }
    return success;
}

}  // namespace

int run(int argc, char** argv, const program& network) {
    // A file at its size limit is an error that is told, not the end of the process.
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        const int code = obey(network, read_command_line(argc, argv));
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            throw error("cannot write all of the output: expected room for it on standard output");
        return code;
    } catch (const usage_error& wrong) {
        tell_error(wrong.what());
        return wrong_usage;
    } catch (const error& wrong) {
        tell_error(wrong.what());
        if (!wrong.table().empty()) fmt::print(stderr, "{}\n", wrong.table());
    } catch (const std::bad_alloc&) {
        const network_facts& facts = network.facts;
        tell_error(
            fmt::format("not enough memory: expected {} MiB for the trainer beside the data",
                        (facts.parameter_bytes + facts.moment_bytes + facts.arena_bytes) >> 20));
    } catch (const std::exception& wrong) {
        tell_error(wrong.what());
    }
    return failure;
}

}  // namespace typenet::app
