// SPDX-License-Identifier: BSL-1.0
#include "commands/eval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

#include "checkpoint/checkpoint.hpp"
#include "data/class_names.hpp"
#include "data/input_maker.hpp"
#include "data/load.hpp"
#include "evaluate/confusion.hpp"
#include "evaluate/evaluate.hpp"
#include "run/events.hpp"
#include "run/make_engine.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

using json = nlohmann::ordered_json;

/// "3", or with names "3 circle".
std::vector<std::string> labels_of(std::size_t classes, const std::vector<std::string>& names) {
    std::vector<std::string> labels;
    for (std::size_t c = 0; c < classes; ++c)
        labels.push_back(c < names.size() ? fmt::format("{} {}", c, names[c]) : fmt::to_string(c));
    return labels;
}

/// In a folder that lacks a class, or has another one, the other classes have other numbers.
void expect_same_classes(const eval_options& options, const std::vector<std::string>& trained,
                         const std::vector<std::string>& found) {
    const auto list = [](const std::vector<std::string>& names) {
        std::string words;
        for (const std::string& name : names) words += (words.empty() ? "" : ", ") + name;
        return words;
    };
    if (!trained.empty() && !found.empty() && trained != found)
        throw error(
            fmt::format("{}: expected the classes that the checkpoint was trained on, {}, "
                        "found {}",
                        options.data.string(), list(trained), list(found)));
}

std::string text_of(const eval_options& options, const evaluation& all, const confusion& found,
                    const std::vector<std::string>& names) {
    const std::vector<std::string> labels = labels_of(found.classes(), names);
    std::size_t width = 5;
    for (const std::string& label : labels)
        width = std::max(width, fmt::formatted_size("{}", label));
    std::string words = outcome_text(options.split, true, all) + "\n\n";
    auto out = std::back_inserter(words);
    fmt::format_to(out, "{:<{}}  images   right  accuracy    said  precision\n", "class", width);
    for (std::size_t c = 0; c < found.classes(); ++c) {
        fmt::format_to(out, "{:>{}} {:>7} {:>7} {:>9.4f} {:>7} {:>10.4f}\n", labels[c], width,
                       found.images(c), found.at(c, c), found.accuracy(c), found.said(c),
                       found.precision(c));
    }
    fmt::format_to(out, "\nwhat is true (rows) and what was said (columns)\n{:{}}", "", width);
    for (std::size_t said = 0; said < found.classes(); ++said) fmt::format_to(out, " {:>5}", said);
    words += '\n';
    for (std::size_t truth = 0; truth < found.classes(); ++truth) {
        fmt::format_to(out, "{:>{}}", labels[truth], width);
        for (std::size_t said = 0; said < found.classes(); ++said) {
            const long count = found.at(truth, said);
            fmt::format_to(out, " {:>5}", count > 0 ? std::to_string(count) : ".");
        }
        words += '\n';
    }
    return words;
}

std::string json_of(const eval_options& options, const std::string& data, const evaluation& all,
                    const confusion& found, const std::vector<std::string>& names) {
    json classes = json::array();
    json rows = json::array();
    for (std::size_t c = 0; c < found.classes(); ++c) {
        classes.push_back({{"class", c},
                           {"images", found.images(c)},
                           {"correct", found.at(c, c)},
                           {"accuracy", found.accuracy(c)},
                           {"said", found.said(c)},
                           {"precision", found.precision(c)}});
        if (c < names.size()) classes.back()["name"] = names[c];
        json row = json::array();
        for (std::size_t said = 0; said < found.classes(); ++said) row.push_back(found.at(c, said));
        rows.push_back(row);
    }
    const json object{{"checkpoint", options.checkpoint.string()},
                      {"data", data},
                      {"split", options.split},
                      {"images", all.images},
                      {"correct", all.correct},
                      {"accuracy", all.accuracy()},
                      {"loss", all.loss},
                      {"classes", classes},
                      {"confusion", rows}};
    // JSON must be UTF-8, and a file's name need not be.
    return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

/// So many of the worst are shown.
constexpr std::size_t most_worst = 10;

std::string text_of(const eval_options& options, const evaluation& all, const value_errors& found) {
    std::string words = outcome_text(options.split, false, all);
    auto out = std::back_inserter(words);
    if (found.mean_absolute)
        fmt::format_to(out, ", mean absolute error {:.4f}", *found.mean_absolute);
    if (found.area_under_curve)
        fmt::format_to(out, ", area under the curve {:.4f}", *found.area_under_curve);
    fmt::format_to(out, "\n\n{}\n{:>7} {:>10}\n",
                   found.reconstructs ? "the worst reconstructions" : "the largest losses", "image",
                   "loss");
    for (const std::size_t i : largest_losses(found.losses, most_worst))
        fmt::format_to(out, "{:>7} {:>10.4f}\n", i, found.losses[i]);
    return words;
}

std::string json_of(const eval_options& options, const std::string& data, const evaluation& all,
                    const value_errors& found) {
    json worst = json::array();
    for (const std::size_t i : largest_losses(found.losses, most_worst))
        worst.push_back({{"image", i}, {"loss", found.losses[i]}});
    json object{{"checkpoint", options.checkpoint.string()},
                {"data", data},
                {"split", options.split},
                {"images", all.images},
                {"loss", all.loss}};
    if (found.mean_absolute) object["mean_absolute_error"] = *found.mean_absolute;
    if (found.area_under_curve) object["area_under_curve"] = *found.area_under_curve;
    object["worst"] = worst;
    return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace

std::string eval(const model& network, const eval_options& options) {
    const std::unique_ptr<engine> trained = make_engine(network, options.threads);
    const auto [names, inputs] =
        read_parameters(options.checkpoint, network.summary, *trained, same_layers::yes);
    const data::dataset set =
        data::load(options.data, needs_of(network.summary, options.validation));
    if (network.summary.classes > 0)
        expect_same_classes(options, names, data::printable(set.class_names));
    const data::labelled_images& part = options.split == "train"        ? set.train
                                        : options.split == "validation" ? set.validation
                                                                        : set.test;
    if (part.count() == 0)
        throw error(fmt::format("{}: expected images for the {} part, found none", set.description,
                                options.split));
    expect_values_of(options.checkpoint, inputs, data::kind_of(part));
    const evaluation all = evaluate(network.summary, *trained, part, inputs, part.count());
    if (network.summary.classes == 0) {
        const value_errors errors = errors_of(network.summary, *trained, part, inputs);
        return options.as_json ? json_of(options, set.description, all, errors)
                               : text_of(options, all, errors);
    }
    const confusion found(static_cast<std::size_t>(network.summary.classes),
                          answers_of(network.summary, *trained, part, inputs));
    return options.as_json ? json_of(options, set.description, all, found, names)
                           : text_of(options, all, found, names);
}

}  // namespace typenet::app
