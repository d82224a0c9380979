// SPDX-License-Identifier: BSL-1.0
#include "commands/import.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "checkpoint/checkpoint.hpp"
#include "exchange/import.hpp"
#include "run/make_engine.hpp"
#include "support/error.hpp"
#include "support/file.hpp"
#include "support/output.hpp"

namespace typenet::app {

namespace {

exchange::match_hints hints_of(const import_options& options) {
    exchange::match_hints hints;
    if (options.layout == "keras") hints.from = exchange::layout::keras;
    if (options.layout == "pytorch") hints.from = exchange::layout::pytorch;
    for (const std::string& words : options.places) {
        const std::size_t cut = words.rfind('=');
        if (cut == std::string::npos || cut == 0 || cut + 1 == words.size())
            throw usage_error(
                fmt::format("--map: expected NAME=LAYER, such as stem=conv1, found {}", words));
        if (!hints.places.emplace(words.substr(0, cut), words.substr(cut + 1)).second)
            throw usage_error(
                fmt::format("--map: expected one place for {}, found two", words.substr(0, cut)));
    }
    return hints;
}

/// What the network is given for an image, in units of our values: those of pictures go to 1.
data::input_scaling inputs_of(const network_summary& network, const import_options& options) {
    data::input_scaling inputs = options.inputs;
    const auto expect = [&](const char* flag, const std::string& complaint) {
        if (!complaint.empty()) throw usage_error(fmt::format("{}: {}", flag, complaint));
    };
    expect("--mean", data::complaint_of_mean(inputs.mean, network.input.channels));
    expect("--deviation", data::complaint_of_deviation(inputs.deviation, network.input.channels));
    if (!options.scale) return inputs;
    inputs.values = data::value_kind::bytes;
    if (inputs.deviation.empty()) inputs.deviation = {1};
    for (std::vector<double>* const numbers : {&inputs.mean, &inputs.deviation})
        for (double& number : *numbers) number /= *options.scale;
    expect("--scale-inputs",
           data::complaint_of_deviation(inputs.deviation, network.input.channels));
    return inputs;
}

/// What the file's normalisations had, if the user or the file says.
std::optional<double> epsilon_of(const import_options& options,
                                 const exchange::weights_file& file) {
    if (options.epsilon) return options.epsilon;
    const auto found = file.metadata().find("epsilon");
    if (found == file.metadata().end()) return std::nullopt;
    const std::string& words = found->second;
    double value = 0;
    const char* const end = words.data() + words.size();
    const auto [stop, code] = std::from_chars(words.data(), end, value);
    if (code != std::errc{} || stop != end || !(value > 0) || value > 1)
        throw error(
            fmt::format("{}: expected an epsilon above 0 and at most 1 in its metadata, "
                        "found {}",
                        file.who(), words.substr(0, 40)));
    return value;
}

/// A line about ε, if there are normalisations.
std::string about_epsilon(const network_summary& network, exchange::layout from,
                          std::optional<double> epsilon) {
    std::set<double> own;
    for (const node& layer : network.nodes)
        if (layer.kind == "batch_norm") own.insert(layer.constant);
    if (own.empty()) return {};
    const std::string here = fmt::format("{}", fmt::join(own, " and "));
    const double usual = from == exchange::layout::keras ? 1e-3 : 1e-5;
    const bool is_usual = own.size() == 1 && *own.begin() == usual;
    if (!epsilon && is_usual)
        return fmt::format("epsilon: {}, the network's and {} default\n", here,
                           exchange::whose(from));
    if (!epsilon)
        return fmt::format(
            "epsilon: {}, the network's; {} default is {}: say --epsilon if the file's is that\n",
            here, exchange::whose(from), usual);
    if (own.size() == 1 && *own.begin() == *epsilon) return fmt::format("epsilon: {}\n", here);
    return fmt::format(
        "epsilon: the file's is {}, the network's {}: variances are moved by the difference, so "
        "that "
        "the answers are the same\n",
        *epsilon, here);
}

std::string about(const network_summary& network, const exchange::weights_file& file,
                  const exchange::layer_match& match) {
    std::string lines =
        fmt::format("layout: {}, told by {}\norder of layers of one shape: told by {}\n",
                    exchange::whose(match.from), match.told_by, match.ordered_by);
    std::size_t lacking = 0;
    for (const exchange::foreign_tensor* const one : match.tensors)
        if (one == nullptr) ++lacking;
    if (lacking > 0)
        lines += fmt::format("none: {} of {} tensors, biases and beta of 0, gamma of 1\n", lacking,
                             network.tensors.size());
    if (!file.prefixes().empty())
        lines += fmt::format("left out of the names: {}\n", fmt::join(file.prefixes(), " and "));
    const std::vector<std::string>& left = file.passed_over();
    if (!left.empty())
        lines += fmt::format("passed over: {}{}\n", left.front(),
                             left.size() > 1 ? fmt::format(" and {} more", left.size() - 1) : "");
    return lines;
}

/// Throws unless the outputs are near enough.
std::string checked(const network_summary& network, engine& trained,
                    const import_options& options) {
    const exchange::output_check found = exchange::check_outputs(network, trained, options.check);
    const std::string how =
        fmt::format("a largest difference of {:.2g}, {:.2g} of the largest output, {:.4g}",
                    found.largest_difference, found.relative(), found.largest_output);
    if (!(found.relative() <= options.tolerance))
        throw error(fmt::format(
            "check file {}: expected outputs that differ by at most {} of the largest, found {}",
            options.check.string(), options.tolerance, how));
    return fmt::format("checked on {} inputs: {}; {} answers of {} the same\n", found.inputs, how,
                       found.same_answers, found.inputs);
}

}  // namespace

std::string import_weights(const model& network, const import_options& options) {
    const network_summary& facts = network.summary;
    const exchange::match_hints hints = hints_of(options);
    const data::input_scaling inputs = inputs_of(facts, options);
    support::expect_writable(options.out);
    exchange::weights_file file(options.weights, "weights");
    const exchange::layer_match match = exchange::match_layers(facts, file, hints);
    const std::optional<double> epsilon = epsilon_of(options, file);
    support::print(exchange::table_of(facts, match) + '\n' + about(facts, file, match) +
                   about_epsilon(facts, match.from, epsilon));
    const std::unique_ptr<engine> trained = make_engine(network, 1);
    exchange::set_parameters(facts, file, match, epsilon, *trained);
    if (!options.check.empty()) support::print(checked(facts, *trained, options));
    if (inputs.changes_values())
        support::print(fmt::format("given for an image: its values from 0 to 1 with {}\n",
                                   data::to_text(inputs)));
    write_parameters(options.out, facts, *trained, {{}, inputs},
                     options.weights.filename().string());
    return fmt::format("weights of {} in {}\n", options.weights.string(), options.out.string());
}

}  // namespace typenet::app
