// SPDX-License-Identifier: BSL-1.0
#include "commands/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>

#include "checkpoint/checkpoint_store.hpp"
#include "commands/flag_values.hpp"
#include "manual/completion.hpp"
#include "manual/man_page.hpp"
#include "run/settings.hpp"
#include "support/build_info.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

const std::map<std::string, recipe (*)()> recipes{
    {"cifar", cifar_recipe}, {"modern", modern_recipe}, {"notebook", notebook_recipe}};

/// The settings of a recipe that the command line may override.
struct overrides {
    std::string recipe_name = "modern";
    std::optional<std::uint64_t> seed;
    std::optional<std::uint32_t> steps;
    std::optional<double> epochs;
    std::optional<double> keep_probability;
    std::optional<double> learning_rate;
    std::optional<std::string> values;
    std::optional<std::string> rate_schedule;
    std::optional<double> weight_decay;
    std::optional<double> l2;
    std::optional<double> momentum;
    std::optional<std::string> nesterov;
    std::optional<double> clip_norm;
    std::optional<double> average;
    std::optional<double> label_smoothing;
    std::optional<std::uint32_t> accumulate;
    std::optional<std::string> order;

    [[nodiscard]] recipe apply() const {
        recipe r = recipes.at(recipe_name)();
        if (seed) r.seed = *seed;
        if (steps) r.steps = *steps;
        if (epochs) {
            r.epochs = *epochs;
            r.steps = 0;
        }
        // No steps at all are allowed: the run then writes the initial parameters.
        if (steps && *steps == 0) r.epochs = 0;
        if (values) r.values = values_names.at(*values);
        if (keep_probability) r.keep_probability = *keep_probability;
        if (learning_rate) r.learning_rate = *learning_rate;
        if (rate_schedule) r.rate_schedule = schedules.at(*rate_schedule);
        if (weight_decay) r.weight_decay = *weight_decay;
        if (l2) r.l2 = *l2;
        if (momentum) r.updates.momentum = momentum;
        if (nesterov) r.updates.nesterov = yes_or_no.at(*nesterov);
        if (clip_norm) r.updates.clip_norm = *clip_norm;
        if (average) r.updates.average = *average;
        if (label_smoothing) r.label_smoothing = *label_smoothing;
        if (accumulate) r.accumulate = *accumulate;
        if (order) r.order = orders.at(*order);
        return r;
    }
};

/// Only where there is something to choose from, or to confirm.
void add_network(CLI::App& to, std::string& network, std::span<const std::string> networks) {
    if (networks.empty()) return;
    const auto names = [networks](const char* between) {
        return fmt::format("{}", fmt::join(networks, between));
    };
    to.add_option("--network", network, "Which network: " + names(", "))
        ->type_name("NAME")
        ->check({[networks, names](const std::string& name) -> std::string {
                     if (std::ranges::find(networks, name) != networks.end()) return {};
                     return refusal(names(" or "), name);
                 },
                 ""});
}

void add_data(CLI::App& to, std::filesystem::path& data) {
    to.add_option(
          "--data", data,
          "Folder with IDX files, CIFAR-10's, NumPy's arrays, or a subfolder of pictures for "
          "each class; without it (and without TYPENET_DATA) digits drawn by the program")
        ->type_name("DIR")
        ->check(name_of("a folder"));
}

void add_data(CLI::App& to, std::filesystem::path& data, std::size_t& validation) {
    add_data(to, data);
    to.add_option("--validation", validation,
                  "Training images that are set aside for validation, at most")
        ->type_name("N")
        ->capture_default_str()
        ->transform(whole_number(0, data::most_items));
}

void add_threads(CLI::App& to, int& threads) {
    to.add_option("--threads", threads, "Threads; unless given, as many as the system grants")
        ->type_name("N")
        ->transform(whole_number(1, 256));
}

void add_trained(CLI::App& to, std::filesystem::path& checkpoint) {
    add_file(to, "--checkpoint", checkpoint, "File with the trained parameters");
}

void add_eval_options(CLI::App& eval, eval_options& options) {
    static const std::map<std::string, int> splits{{"train", 0}, {"validation", 1}, {"test", 2}};
    add_trained(eval, options.checkpoint);
    add_data(eval, options.data, options.validation);
    expect_one_of(splits,
                  *eval.add_option("--split", options.split, "Part of the data to evaluate on")
                       ->capture_default_str());
    add_threads(eval, options.threads);
    add_switch(eval, "--json", options.as_json, "Print one JSON object");
}

void add_predict_options(CLI::App& predict, predict_options& options) {
    predict
        .add_option("IMAGE", options.images,
                    "PNG or JPEG files, folders of them, - for standard input")
        ->type_name("FILE")
        ->check(name_of("a picture"));
    add_trained(predict, options.checkpoint);
    add_threads(predict, options.threads);
    add_switch(predict, "--json", options.as_json, "Print one JSON object a picture");
}

void add_report_options(CLI::App& reporting, report_options& options) {
    add_file(reporting, "--log", options.log, "Log of the run");
    add_trained(reporting, options.checkpoint);
    add_data(reporting, options.data, options.validation);
    add_file(reporting, "--out", options.out, "File for the report, one HTML page");
    add_threads(reporting, options.threads);
}

void add_export_options(CLI::App& exporting, export_options& options) {
    add_trained(exporting, options.checkpoint);
    add_file(exporting, "--onnx", options.onnx, "File for an ONNX model");
    add_file(exporting, "--header", options.header,
             "File for a C++20 header that needs nothing else");
    exporting
        .add_option("--web", options.web,
                    "Folder of a web page, for the weights and the test images that it shows")
        ->type_name("DIR")
        ->check(name_of("a folder"));
    add_data(exporting, options.data);
}

void add_update_options(CLI::App& train, overrides& how) {
    const auto add = [&](const char* flag, std::optional<double>& value, double limit,
                         const char* meaning) {
        train.add_option(flag, value, meaning)->type_name("X")->check(from_zero(limit));
    };
    add("--weight-decay", how.weight_decay, most_decay,
        "Weight decay, in the optimiser's form; biases and normalisation have none");
    add("--l2", how.l2, most_decay, "Factor of the sum of squared weights in the loss");
    add("--momentum", how.momentum, 1, "Momentum of an optimiser that has one, as SGD");
    expect_one_of(yes_or_no, *train.add_option("--nesterov", how.nesterov,
                                               "Whether that momentum has Nesterov's form"));
    add("--clip-norm", how.clip_norm, most_clip_norm,
        "The most that the norm of all gradients may be; 0: any");
    add("--average", how.average, 1,
        "Keep an average of the weights, of which this share stays at each step; 0: none");
    add("--label-smoothing", how.label_smoothing, 1,
        "Share of each target that all classes have alike");
}

void add_import_options(CLI::App& importing, import_options& options) {
    static const std::map<std::string, int> layouts{{"keras", 0}, {"pytorch", 1}};
    add_file(importing, "--weights", options.weights,
             "Safetensors file with weights from PyTorch or Keras");
    add_file(importing, "--out", options.out, "File for the checkpoint");
    add_file(importing, "--check", options.check,
             "Safetensors file with inputs and the outputs that are expected for them");
    importing
        .add_option("--tolerance", options.tolerance,
                    "How far outputs may be from those expected, as a share of the largest")
        ->type_name("X")
        ->capture_default_str()
        ->check(above_zero(1));
    expect_one_of(layouts, *importing.add_option("--layout", options.layout,
                                                 "Whose layouts the file has; told by the shapes "
                                                 "of its tensors where they differ"));
    importing
        .add_option("--map", options.places,
                    "NAME=LAYER: a layer or tensor of the file, and the layer or tensor of the "
                    "network that it is; may be given several times")
        ->type_name("PAIR")
        ->allow_extra_args(false);
    importing
        .add_option(
            "--scale-inputs", options.scale,
            "Largest value of a picture that the file's network was trained on, such as 255; "
            "1 unless it is given")
        ->type_name("X")
        ->check(above_zero(1e9));
    add_numbers(importing, "--mean", options.inputs.mean,
                "What it was given less, one number or one for each channel");
    add_numbers(importing, "--deviation", options.inputs.deviation,
                "What it was divided by then, one number or one for each channel");
    importing
        .add_option("--epsilon", options.epsilon,
                    "Epsilon that the file's batch normalisations had, if it is not the network's")
        ->type_name("X")
        ->check(above_zero(1));
}

void add_train_options(CLI::App& train, train_options& options, overrides& how) {
    add_data(train, options.data, options.validation);
    expect_one_of(
        recipes,
        *train.add_option("--recipe", how.recipe_name, "How to train")->capture_default_str());
    train.add_option("--steps", how.steps, "Steps to train")
        ->type_name("N")
        ->transform(whole_number(0, most_steps));
    train.add_option("--epochs", how.epochs, "Times to go through the training images, instead")
        ->type_name("X")
        ->check(above_zero(1e6));
    train.add_option("--seed", how.seed, "Where all random numbers start")
        ->type_name("N")
        ->transform(whole_number(0, std::numeric_limits<std::uint64_t>::max()));
    add_threads(train, options.threads);
    expect_one_of(values_names, *train.add_option("--initial-values", how.values,
                                                  "What the parameters are before the first step"));
    train.add_option("--keep-prob", how.keep_probability, "Share of the units that dropout keeps")
        ->type_name("P")
        ->check(above_zero(1));
    train
        .add_option("--learning-rate", how.learning_rate,
                    "Learning rate, the largest of a schedule")
        ->type_name("X")
        ->check(above_zero(1e3));
    expect_one_of(schedules,
                  *train.add_option("--schedule", how.rate_schedule, "How the learning rate goes"));
    add_update_options(train, how);
    train
        .add_option("--accumulate", how.accumulate,
                    "Minibatches of a step, whose gradients are added; ranks of MPI share them")
        ->type_name("N")
        ->transform(whole_number(1, most_accumulated));
    train
        .add_option_function<std::string>(
            "--augment",
            [&options](const std::string& list) {
                data::read_augmentation(list, options.augment.emplace());
            },
            "What is done to training images at random: none, or a list of flip, shift=N, reflect, "
            "rotate=DEGREES, cutout=N")
        ->type_name("LIST")
        ->check({[](const std::string& list) {
                     data::augmentation ignored;
                     return data::read_augmentation(list, ignored);
                 },
                 ""});
    add_numbers(train, "--mean", options.inputs.mean,
                "What is subtracted from the values of images, one number or one for each channel");
    add_numbers(train, "--deviation", options.inputs.deviation,
                "What they are divided by then, one number or one for each channel");
    add_switch(train, "--normalise", options.normalise,
               "Measure both from the training images, for each channel");
    expect_one_of(orders, *train.add_option("--order", how.order, "Order of the training images"));
    add_file(train, "--init-from", options.init_from, "Checkpoint to start from");
    add_file(train, "--checkpoint", options.checkpoint, "File for the trained parameters");
    train
        .add_option("--checkpoint-every", options.checkpoint_every,
                    "Steps between two checkpoints on the way")
        ->type_name("N")
        ->capture_default_str()
        ->transform(whole_number(1, most_steps));
    train
        .add_option("--keep-last", options.keep_last,
                    "How many of the last checkpoints to keep, the newest counted")
        ->type_name("N")
        ->capture_default_str()
        ->transform(whole_number(1, most_kept));
    add_file(train, "--resume", options.resume,
             "Checkpoint of a run to go on with; it goes on there");
    add_file(train, "--log", options.log, "File for the run's events, one JSON object a line");
    train.add_option("--log-every", options.log_every, "Steps between two reports")
        ->type_name("N")
        ->transform(whole_number(1, most_steps));
    add_file(train, "--report", options.report, "File for a report, one HTML page");
    train
        .add_option("--rank-timeout", options.rank_timeout,
                    "Seconds that another rank of MPI may stay silent before the run ends")
        ->type_name("X")
        ->capture_default_str()
        ->check(above_zero(1e6));
    add_switch(train, "--quiet", options.quiet, "Print nothing but errors");
}

/// A resumed run goes on as it began: options that would change it are refused beside --resume.
std::string complaint_of_train(const CLI::App& train, const train_options& options) {
    const auto given = [&](const char* flag) { return train.get_option(flag)->count() > 0; };
    if (given("--steps") && given("--epochs")) return "expected --steps or --epochs, found both";
    if (given("--init-from") && given("--initial-values"))
        return "expected --init-from or --initial-values, found both";
    if (given("--resume")) {
        const CLI::Option* const network = train.get_option_no_throw("--network");
        if (network != nullptr && network->count() > 0)
            return "--network: expected none beside --resume, whose file knows it, found one";
        for (const char* const flag :
             {"--recipe",         "--steps",     "--epochs",          "--seed",
              "--initial-values", "--keep-prob", "--learning-rate",   "--schedule",
              "--weight-decay",   "--l2",        "--momentum",        "--nesterov",
              "--clip-norm",      "--average",   "--label-smoothing", "--augment",
              "--mean",           "--deviation", "--normalise",       "--order",
              "--accumulate",     "--init-from"}) {
            if (given(flag))
                return fmt::format(
                    "{}: expected nothing beside --resume that changes the run, found it", flag);
        }
    }
    for (const char* const flag : {"--mean", "--deviation"})
        if (given(flag) && given("--normalise"))
            return fmt::format("expected {} or --normalise, found both", flag);
    for (const char* const flag : {"--checkpoint-every", "--keep-last"})
        if (given(flag) && options.checkpoint.empty())
            return fmt::format("{}: expected --checkpoint or --resume beside it, found neither",
                               flag);
    return {};
}

/// A sentence about what a command lacks; empty if it lacks nothing.
std::string complaint_of(const CLI::App& command, const request& asked) {
    const std::string& name = command.get_name();
    if (name == "train") return complaint_of_train(command, asked.train);
    if (name == "describe" || name == "man") return {};
    if (name == "completion")
        return command.get_option("SHELL")->count() > 0
                   ? std::string{}
                   : fmt::format("expected a shell, {}, found none",
                                 names_of(manual::completions, " or "));
    const auto lacks = [&](const char* flag) { return command.get_option(flag)->count() == 0; };
    if (name == "import") {
        for (const char* const flag : {"--weights", "--out"})
            if (lacks(flag)) return fmt::format("{}: expected a file, found none", flag);
        return {};
    }
    if (lacks("--checkpoint")) return "--checkpoint: expected a file, found none";
    if (name == "report") {
        for (const char* const flag : {"--log", "--out"})
            if (lacks(flag)) return fmt::format("{}: expected a file, found none", flag);
    }
    if (name == "predict" && asked.predict.images.empty())
        return "expected a picture, a folder of pictures or -, found none";
    if (name == "export" && asked.export_model.onnx.empty() && asked.export_model.header.empty() &&
        asked.export_model.web.empty())
        return "expected --onnx, --header or --web, or several of them, found none";
    return {};
}

/// CLI11's sentence about a flag without a value or with two of them, in this program's words.
std::string count_complaint(const CLI::App& train, const std::string& words) {
    const std::string flag = words.substr(0, words.find(':'));
    const CLI::Option* const option = train.get_option_no_throw(flag);
    if (option == nullptr) return words;
    if (option->count() > 1)
        return fmt::format("{}: expected once, found {} times", flag, option->count());
    return fmt::format("{}: expected a value, found none", flag);
}

}  // namespace

request read_command_line(int argc, char** argv, std::span<const std::string> networks) {
    request asked;
    overrides how;
    const std::string name =
        argc > 0 ? std::filesystem::path(argv[0]).filename().string() : "typenet";
    CLI::App program("Trains a convolutional network whose shapes the compiler has checked.", name);
    program.set_version_flag("--version", version_text());
    program.require_subcommand(1);
    CLI::App* const train = program.add_subcommand("train", "Train the network");
    CLI::App* const eval =
        program.add_subcommand("eval", "Evaluate a checkpoint: accuracy, classes, confusions");
    CLI::App* const predict = program.add_subcommand("predict", "Say what is drawn on pictures");
    CLI::App* const reporting =
        program.add_subcommand("report", "Write a page with what a run did and learned");
    CLI::App* const exporting =
        program.add_subcommand("export", "Write a trained network for other programs");
    CLI::App* const importing =
        program.add_subcommand("import", "Make a checkpoint of weights from PyTorch or Keras");
    CLI::App* const describe = program.add_subcommand(
        "describe", "Print the network's layers, shapes, parameters, bytes and multiply-adds");
    CLI::App* const man = program.add_subcommand("man", "Print the manual page");
    CLI::App* const completion =
        program.add_subcommand("completion", "Print what makes a shell complete this command line");
    std::string shell;
    expect_one_of(manual::completions,
                  *completion->add_option("SHELL", shell, "The shell that it is for"));
    add_network(*train, asked.network, networks);
    add_train_options(*train, asked.train, how);
    add_eval_options(*eval, asked.eval);
    add_predict_options(*predict, asked.predict);
    add_report_options(*reporting, asked.report);
    add_export_options(*exporting, asked.export_model);
    add_network(*importing, asked.network, networks);
    add_import_options(*importing, asked.import_weights);
    add_network(*describe, asked.network, networks);
    add_switch(*describe, "--json", asked.describe.as_json, "Print one JSON object");
    const auto command = [&] {
        const auto parsed = program.get_subcommands();
        return parsed.empty() ? name : name + " " + parsed.front()->get_name();
    };
    const auto refuse = [&](const std::string& words) {
        throw usage_error(fmt::format("{} (see {} --help)", words, command()));
    };
    const auto first_unknown = [&] { return program.remaining(true).front(); };
    constexpr const char* a_command =
        "a command, train, eval, predict, report, export, import, describe, man or completion";
    try {
        program.parse(argc, argv);
        if (asked.train.checkpoint.empty()) asked.train.checkpoint = asked.train.resume;
        const std::string complaint = complaint_of(*program.get_subcommands().front(), asked);
        if (!complaint.empty()) refuse(complaint);
    } catch (const CLI::Success& done) {
        std::ostringstream words;  // help or version
        program.exit(done, words, words);
        asked.text = words.str();
        return asked;
    } catch (const CLI::RequiredError&) {
        if (program.remaining(true).empty())
            refuse(fmt::format("expected {}, found none", a_command));
        refuse(refusal(a_command, first_unknown()));
    } catch (const CLI::ExtrasError&) {
        refuse(refusal(fmt::format("a flag of {}", command()), first_unknown()));
    } catch (const CLI::ArgumentMismatch& wrong) {
        const auto parsed = program.get_subcommands();
        refuse(count_complaint(parsed.empty() ? program : *parsed.front(), wrong.what()));
    } catch (const CLI::ParseError& wrong) {
        refuse(wrong.what());
    }
    using kind = request::kind;
    for (const auto& [command_line, what] : {std::pair{train, kind::train},
                                             {eval, kind::eval},
                                             {predict, kind::predict},
                                             {reporting, kind::report},
                                             {exporting, kind::export_model},
                                             {importing, kind::import_weights},
                                             {describe, kind::describe},
                                             {man, kind::show},
                                             {completion, kind::show}})
        if (command_line->parsed()) asked.what = what;
    if (man->parsed())
        asked.text = manual::man_page(manual::commands_of(program), version(), date());
    if (completion->parsed())
        asked.text = manual::completions.at(shell)(manual::commands_of(program));
    asked.train.program = asked.report.program = argc > 0 ? argv[0] : name;
    asked.train.how = how.apply();
    const char* const folder = std::getenv("TYPENET_DATA");
    for (std::filesystem::path* const data :
         {&asked.train.data, &asked.eval.data, &asked.report.data, &asked.export_model.data})
        if (data->empty() && folder != nullptr) *data = folder;
    return asked;
}

}  // namespace typenet::app
