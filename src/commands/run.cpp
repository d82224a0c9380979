// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

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
#include "commands/export_model.hpp"
#include "commands/own_files.hpp"
#include "commands/predict.hpp"
#include "commands/train.hpp"
#include "commands/write_report.hpp"
#include "run/console.hpp"
#include "run/history.hpp"
#include "run/read_log.hpp"
#include "run/run_log.hpp"
#include "support/classic_locale.hpp"
#include "support/error.hpp"
#include "support/output.hpp"

namespace typenet::app {

namespace {

constexpr int success = 0;
constexpr int failure = 1;
constexpr int wrong_usage = 2;

void tell_error(const std::string& words) {
    support::print_error(fmt::format("error: {}\n", one_line(words)));
}

/// People measure what they built, and leave: a slow build must say that it is one.
void warn_of_slow_build(const network_facts& network) {
    if (network.optimised && network.vectorised) return;
    const char* const lack =
        network.optimised ? "SIMD (build with -march=native)" : "optimisation (build with -O3)";
    support::print_error(
        fmt::format("WARNING: this program was compiled without {}.\n"
                    "WARNING: it is many times slower than it should be; do not measure it.\n",
                    lack));
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
    const bool log_is_whole = !log || log->failure().empty();
    if (!log_is_whole) tell_error(log->failure());
    // What shells say of a process that a signal ended.
    if (signal != 0) return 128 + signal;
    return log_is_whole ? success : failure;
}

int obey(const program& network, const request& asked) {
    switch (asked.what) {
        case request::kind::describe:
            support::print(asked.describe_as_json ? describe_json(network.facts)
                                                  : describe(network.facts));
            break;
        case request::kind::show:
            support::print(asked.text);
            break;
        case request::kind::eval:
            support::print(eval(network, asked.eval));
            break;
        case request::kind::predict: {
            const std::vector<std::string> failures = predict(network, asked.predict);
            for (const std::string& sentence : failures) tell_error(sentence);
            return failures.empty() ? success : failure;
        }
        case request::kind::report:
            expect_own_files(asked.report);
            support::print(report_of_files(network, asked.report));
            break;
        case request::kind::export_model:
            expect_own_files(asked.export_model);
            support::print(export_model(network, asked.export_model));
            break;
        case request::kind::train:
            expect_own_files(asked.train);
            warn_of_slow_build(network.facts);
            return run_train(network, asked.train);
    }
    return success;
}

}  // namespace

int run(int argc, char** argv, const program& network) {
    support::prepare_output();
    const support::classic_locale numbers;
    try {
        const int code = obey(network, read_command_line(argc, argv));
        if (code == success && support::output_failed())
            throw error("cannot write all of the output: expected room for it on standard output");
        return code;
    } catch (const usage_error& wrong) {
        tell_error(wrong.what());
        return wrong_usage;
    } catch (const error& wrong) {
        tell_error(wrong.what());
        if (!wrong.table().empty()) support::print_error(wrong.table() + '\n');
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
