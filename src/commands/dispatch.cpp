// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <exception>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "checkpoint/find_network.hpp"
#include "cluster/ranks.hpp"
#include "commands/command_line.hpp"
#include "commands/describe.hpp"
#include "commands/eval.hpp"
#include "commands/export.hpp"
#include "commands/import.hpp"
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

/// The network that was asked for: by its name, or by the file that is read.
const model& network_for(const request& asked, std::span<const model> all) {
    switch (asked.what) {
        case request::kind::eval:
            return network_of(all, asked.eval.checkpoint);
        case request::kind::predict:
            return network_of(all, asked.predict.checkpoint);
        case request::kind::report:
            return network_of(all, asked.report.checkpoint);
        case request::kind::export_model:
            return network_of(all, asked.export_model.checkpoint);
        case request::kind::train:
            if (!asked.train.resume.empty()) return network_of_run(all, asked.train.resume);
            break;
        case request::kind::import_weights:
        case request::kind::describe:
        case request::kind::show:
            break;
    }
    return network_named(all, asked.network);
}

/// Calls what was asked for, prints what it returns, and returns the exit code.
int obey(const model& network, std::span<const model> all, const request& asked,
         cluster::ranks& ranks) {
    // Ranks share a training. All else is done once.
    if (asked.what != request::kind::train && ranks.number() != 0) return success;
    switch (asked.what) {
        case request::kind::describe:
            support::print(describe(network.summary, all, asked.describe));
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
        case request::kind::import_weights:
            expect_own_files(asked.import_weights);
            support::print(import_weights(network, asked.import_weights));
            break;
        case request::kind::train:
            expect_own_files(asked.train);
            return train(network, asked.train, ranks);
    }
    return success;
}

}  // namespace

int run(int argc, char** argv, std::span<const model> networks) {
    support::prepare_output();
    const support::classic_locale numbers;
    const model* network = &networks.front();
    std::vector<std::string> names;
    for (const model& one : networks)
        if (!one.summary.name.empty()) names.emplace_back(one.summary.name.view());
    std::unique_ptr<cluster::ranks> ranks = std::make_unique<cluster::ranks>();
    const auto fail = [&](int code, const error& wrong) {
        return ranks->fail(code, wrong.what(), wrong.table());
    };
    try {
        ranks = cluster::join();
        const request asked = read_command_line(argc, argv, names);
        network = &network_for(asked, networks);
        const int code = obey(*network, networks, asked, *ranks);
        if (code == success && support::output_failed())
            throw error("cannot write all of the output: expected room for it on standard output");
        return code;
    } catch (const usage_error& wrong) {
        return fail(wrong_usage, wrong);
    } catch (const error& wrong) {
        return fail(failure, wrong);
    } catch (const std::bad_alloc&) {
        const network_summary& facts = network->summary;
        return fail(failure,
                    error(fmt::format(
                        "not enough memory: expected {} MiB for the trainer beside the data",
                        (facts.parameter_bytes + facts.moment_bytes + facts.arena_bytes) >> 20)));
    } catch (const std::exception& wrong) {
        return fail(failure, error(wrong.what()));
    }
}

}  // namespace typenet::app
