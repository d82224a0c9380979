// SPDX-License-Identifier: BSL-1.0
#include "app/command_line.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>
#include <optional>

#include "app/build_info.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

const std::map<std::string, schedule> schedules{{"constant", schedule::constant},
                                                {"cosine", schedule::cosine},
                                                {"one-cycle", schedule::one_cycle}};
const std::map<std::string, data::order> orders{{"shuffled", data::order::shuffled},
                                                {"sequential", data::order::sequential}};
const std::map<std::string, int> augmentations{{"none", 0}, {"shift", 2}};
const std::map<std::string, recipe (*)()> recipes{{"notebook", notebook_recipe},
                                                  {"modern", modern_recipe}};

/// The settings of a recipe that the command line may override.
struct overrides {
    std::string recipe_name = "modern";
    std::optional<std::uint32_t> steps;
    std::optional<double> epochs;
    std::optional<double> keep_probability;
    std::optional<double> learning_rate;
    std::optional<std::string> rate_schedule;
    std::optional<std::string> augmentation;
    std::optional<std::string> order;
    std::optional<std::uint32_t> log_every;

    [[nodiscard]] recipe apply() const {
        recipe r = recipes.at(recipe_name)();
        if (steps) r.steps = *steps;
        if (epochs) {
            r.epochs = *epochs;
            r.steps = 0;
        }
        // "No steps at all" is a wish too: it writes the initial parameters.
        if (steps && *steps == 0) r.epochs = 0;
        if (keep_probability) r.keep_probability = *keep_probability;
        if (learning_rate) r.learning_rate = *learning_rate;
        if (rate_schedule) r.rate_schedule = schedules.at(*rate_schedule);
        if (augmentation) r.max_shift = augmentations.at(*augmentation);
        if (order) r.order = orders.at(*order);
        if (log_every) r.log_every = *log_every;
        return r;
    }
};

template <class Value>
CLI::Validator one_of(const std::map<std::string, Value>& values) {
    std::vector<std::string> names;
    for (const auto& [name, value] : values) names.push_back(name);
    return CLI::IsMember(names);
}

/// A number in (0, limit], which is what a rate or a probability is.
CLI::Validator above_zero(double limit) {
    return CLI::Validator(
        [limit](const std::string& words) -> std::string {
            double value = 0;
            if (CLI::detail::lexical_cast(words, value) && value > 0 && value <= limit) return {};
            return fmt::format("expects a number above 0 and at most {}, got {}", limit, words);
        },
        fmt::format("(0, {}]", limit));
}

void add_train_options(CLI::App& train, train_options& options, overrides& how) {
    train.add_option("--data", options.data,
                     "Folder with the four IDX files, plain or .gz; without it (and without "
                     "TYPENET_DATA) digits drawn by the program");
    train.add_option("--recipe", how.recipe_name, "How to train")
        ->check(one_of(recipes))
        ->capture_default_str();
    auto* const steps = train.add_option("--steps", how.steps, "Minibatches to train on")
                            ->check(CLI::Range(std::uint32_t{0}, std::uint32_t{1'000'000'000}));
    train.add_option("--epochs", how.epochs, "Times to go through the training images")
        ->check(above_zero(1e6))
        ->excludes(steps);
    train.add_option("--seed", options.seed, "Where all random numbers start")
        ->capture_default_str();
    train.add_option("--threads", options.threads, "Threads; all cores unless given")
        ->check(CLI::Range(1, 256));
    train.add_option("--keep-prob", how.keep_probability, "Share of the units that dropout keeps")
        ->check(above_zero(1));
    train
        .add_option("--learning-rate", how.learning_rate,
                    "Learning rate, the largest of a schedule")
        ->check(above_zero(1e3));
    train.add_option("--schedule", how.rate_schedule, "How the learning rate goes")
        ->check(one_of(schedules));
    train.add_option("--augment", how.augmentation, "Random shifts of up to 2 pixels, or none")
        ->check(one_of(augmentations));
    train.add_option("--order", how.order, "Order of the training images")->check(one_of(orders));
    train.add_option("--init-from", options.init_from, "Checkpoint to start from");
    train.add_option("--checkpoint", options.checkpoint, "File for the trained parameters");
    train.add_option("--log", options.log, "File for the run's events, one JSON object a line");
    train.add_option("--log-every", how.log_every, "Steps between two reports")
        ->check(CLI::Range(std::uint32_t{1}, std::uint32_t{1'000'000'000}));
    train.add_flag("--quiet", options.quiet, "Print nothing but errors");
}

}  // namespace

request read_command_line(int argc, char** argv) {
    request asked;
    overrides how;
    CLI::App program("Trains a convolutional network whose shapes the compiler has checked.",
                     "typenet");
    program.set_version_flag("--version", version_text());
    program.require_subcommand(1);
    CLI::App* const train = program.add_subcommand("train", "Train the network");
    CLI::App* const describe = program.add_subcommand(
        "describe", "Print the network's layers, shapes, parameters, bytes and multiply-adds");
    add_train_options(*train, asked.train, how);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
        if (stop.get_exit_code() == 0) {
            program.exit(stop);  // help or version: printed, nothing left to do
            return asked;
        }
        throw usage_error(fmt::format("{} (see typenet --help)", stop.what()));
    }
    if (describe->parsed()) asked.what = request::kind::describe;
    if (train->parsed()) {
        asked.what = request::kind::train;
        asked.train.how = how.apply();
        const char* const folder = std::getenv("TYPENET_DATA");
        if (asked.train.data.empty() && folder != nullptr) asked.train.data = folder;
    }
    return asked;
}

}  // namespace typenet::app
