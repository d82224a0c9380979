// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "commands/command_line.hpp"
#include "commands/describe.hpp"
#include "commands/eval.hpp"
#include "commands/export.hpp"
#include "commands/predict.hpp"
#include "commands/report.hpp"
#include "commands/train.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

constexpr int success = 0;
constexpr int failure = 1;
constexpr int wrong_usage = 2;

void print_error(const std::string& words) { fmt::print(stderr, "error: {}\n", one_line(words)); }

/// Calls what was asked for, prints what it returns, and returns the exit code.
int obey(const model& network, const request& asked) {
    switch (asked.what) {
        case request::kind::finished:
            break;
        case request::kind::describe:
            std::fputs(describe(network.summary, asked.describe).c_str(), stdout);
            break;
        case request::kind::show:
            std::fputs(asked.text.c_str(), stdout);
            break;
        case request::kind::eval:
            std::fputs(eval(network, asked.eval).c_str(), stdout);
            break;
        case request::kind::predict: {
            const std::vector<std::string> failures = predict(network, asked.predict);
            for (const std::string& sentence : failures) print_error(sentence);
            return failures.empty() ? success : failure;
        }
        case request::kind::report:
            std::fputs(write_report_from_files(network, asked.report).c_str(), stdout);
            break;
        case request::kind::export_model:
            std::fputs(export_model(network, asked.export_model).c_str(), stdout);
            break;
        case request::kind::train:
            return train(network, asked.train);
    }
    return success;
}

}  // namespace

int run(int argc, char** argv, const model& network) {
    // A write beyond the limit for file sizes must fail, not end the process.
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        const int code = obey(network, read_command_line(argc, argv));
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            throw error("cannot write all of the output: expected room for it on standard output");
        return code;
    } catch (const usage_error& wrong) {
        print_error(wrong.what());
        return wrong_usage;
    } catch (const error& wrong) {
        print_error(wrong.what());
        if (!wrong.table().empty()) fmt::print(stderr, "{}\n", wrong.table());
    } catch (const std::bad_alloc&) {
        const network_summary& facts = network.summary;
        print_error(
            fmt::format("not enough memory: expected {} MiB for the trainer beside the data",
                        (facts.parameter_bytes + facts.moment_bytes + facts.arena_bytes) >> 20));
    } catch (const std::exception& wrong) {
        print_error(wrong.what());
    }
    return failure;
}

}  // namespace typenet::app
