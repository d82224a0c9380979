// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <exception>
#include <new>
#include <string>
#include <vector>

#include "commands/command_line.hpp"
#include "commands/describe.hpp"
#include "commands/eval.hpp"
#include "commands/export.hpp"
#include "commands/own_files.hpp"
#include "commands/predict.hpp"
#include "commands/report.hpp"
#include "commands/train.hpp"
#include "support/classic_locale.hpp"
#include "support/error.hpp"
#include "support/output.hpp"

namespace typenet::app {

namespace {

constexpr int success = 0;
constexpr int failure = 1;
constexpr int wrong_usage = 2;

/// Calls what was asked for, prints what it returns, and returns the exit code.
int obey(const model& network, const request& asked) {
    switch (asked.what) {
        case request::kind::describe:
            support::print(describe(network.summary, asked.describe));
            break;
        case request::kind::show:
            support::print(asked.text);
            break;
        case request::kind::eval:
            support::print(eval(network, asked.eval));
            break;
        case request::kind::predict: {
            const std::vector<std::string> failures = predict(network, asked.predict);
            for (const std::string& sentence : failures) support::print_failure(sentence);
            return failures.empty() ? success : failure;
        }
        case request::kind::report:
            expect_own_files(asked.report);
            support::print(write_report_from_files(network, asked.report));
            break;
        case request::kind::export_model:
            expect_own_files(asked.export_model);
            support::print(export_model(network, asked.export_model));
            break;
        case request::kind::train:
            expect_own_files(asked.train);
            return train(network, asked.train);
    }
    return success;
}

}  // namespace

int run(int argc, char** argv, const model& network) {
    support::prepare_output();
    const support::classic_locale numbers;
    try {
        const int code = obey(network, read_command_line(argc, argv));
        if (code == success && support::output_failed())
            throw error("cannot write all of the output: expected room for it on standard output");
        return code;
    } catch (const usage_error& wrong) {
        support::print_failure(wrong.what());
        return wrong_usage;
    } catch (const error& wrong) {
        support::print_failure(wrong.what());
        if (!wrong.table().empty()) support::print_error(wrong.table() + '\n');
    } catch (const std::bad_alloc&) {
        const network_summary& facts = network.summary;
        support::print_failure(
            fmt::format("not enough memory: expected {} MiB for the trainer beside the data",
                        (facts.parameter_bytes + facts.moment_bytes + facts.arena_bytes) >> 20));
    } catch (const std::exception& wrong) {
        support::print_failure(wrong.what());
    }
    return failure;
}

}  // namespace typenet::app
