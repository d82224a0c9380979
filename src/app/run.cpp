// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <vector>

#include "app/command_line.hpp"
#include "app/console.hpp"
#include "app/describe.hpp"
#include "app/run_log.hpp"
#include "app/train.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

constexpr int success = 0;
constexpr int failure = 1;
constexpr int wrong_usage = 2;

/// People measure what they built, and leave: a slow build must say that it is one.
void warn_of_slow_build(const network_facts& network) {
    const char* const lack = !network.optimised    ? "optimisation (build with -O3)"
                             : !network.vectorised ? "SIMD (build with -march=native)"
                                                   : nullptr;
    if (lack == nullptr) return;
    fmt::print(stderr,
               "WARNING: this program was compiled without {}.\n"
               "WARNING: it is many times slower than it should be; do not measure it.\n",
               lack);
}

int run_train(const program& network, const train_options& options) {
    std::vector<observer*> observers;
    console told;
    std::optional<run_log> log;
    if (!options.quiet) observers.push_back(&told);
    if (!options.log.empty()) observers.push_back(&log.emplace(options.log));
    train(network, options, observers);
    if (!log || log->failure().empty()) return success;
    fmt::print(stderr, "error: {}\n", log->failure());
    return failure;
}

}  // namespace

int run(int argc, char** argv, const program& network) {
    try {
        const request asked = read_command_line(argc, argv);
        switch (asked.what) {
            case request::kind::finished:
                return success;
            case request::kind::describe:
                fmt::print("{}", describe(network.facts));
                return success;
            case request::kind::train:
                warn_of_slow_build(network.facts);
                return run_train(network, asked.train);
        }
    } catch (const usage_error& wrong) {
        fmt::print(stderr, "error: {}\n", wrong.what());
        return wrong_usage;
    } catch (const std::exception& wrong) {
        fmt::print(stderr, "error: {}\n", wrong.what());
    }
    return failure;
}

}  // namespace typenet::app
