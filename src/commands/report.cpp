// SPDX-License-Identifier: BSL-1.0
#include "commands/report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iterator>
#include <span>

#include "data/class_names.hpp"
#include "data/digest.hpp"
#include "data/input_maker.hpp"
#include "data/load.hpp"
#include "evaluate/evaluate.hpp"
#include "report/page.hpp"
#include "report/words.hpp"
#include "run/make_engine.hpp"
#include "run/read_log.hpp"
#include "run/settings.hpp"
#include "support/build_info.hpp"
#include "support/error.hpp"
#include "support/file.hpp"
#include "support/machine.hpp"

namespace typenet::app {

namespace {

double median(std::vector<double> numbers) {
    std::ranges::sort(numbers);
    return numbers[numbers.size() / 2];
}

/// Times each stage in some steps that learn nothing. Medians, since other programs run too.
void time_stages(const network_summary& network, const finished_run& run, report::findings& found) {
    const data::labelled_images& from = run.data.train;
    const std::size_t pixels = from.size.pixels();
    std::vector<float> images(static_cast<std::size_t>(network.batch) * pixels);
    std::vector<std::uint8_t> labels(from.labels.empty() ? std::size_t{0}
                                                         : static_cast<std::size_t>(network.batch));
    std::vector<float> values;
    const data::input_maker inputs(from, run.state.inputs);
    for (std::size_t i = 0; i < static_cast<std::size_t>(network.batch); ++i) {
        const std::size_t index = i % from.count();
        inputs.make(index, std::span(images).subspan(i * pixels, pixels));
        if (!labels.empty()) labels[i] = from.labels[index];
        std::ranges::copy(from.target_of(index), std::back_inserter(values));
    }
    const targets of{labels, values.empty() ? images : values};
    hyperparameters numbers;
    numbers.learning_rate = 0;
    numbers.keep_probability = run.state.how.keep_probability;
    using steady = std::chrono::steady_clock;
    constexpr std::size_t most_timed = 15;
    constexpr std::size_t least_timed = 3;
    constexpr auto enough = std::chrono::seconds(2);
    const auto start = steady::now();
    std::vector<std::vector<stage_time>> times;
    std::vector<double> steps;
    times.emplace_back(network.stages.size());
    run.trained.timed_step(images, of, numbers, times.back());  // pages and caches get warm
    times.clear();
    while (steps.size() < least_timed ||
           (steps.size() < most_timed && steady::now() - start < enough)) {
        const auto before = steady::now();
        times.emplace_back(network.stages.size());
        run.trained.timed_step(images, of, numbers, times.back());
        steps.push_back(std::chrono::duration<double>(steady::now() - before).count());
    }
    found.step_seconds = median(steps);
    for (std::size_t s = 0; s < network.stages.size(); ++s) {
        const auto middle = [&](double stage_time::* way) {
            std::vector<double> all;
            for (const auto& step : times) all.push_back(step[s].*way);
            return median(all);
        };
        found.stages.push_back({middle(&stage_time::forward), middle(&stage_time::backward)});
    }
}

std::vector<report::entry> run_entries(const network_summary& network, const finished_run& run,
                                       const history& events) {
    const run_state& state = run.state;
    std::vector<report::entry> rows{
        {"data", run.data.description},
        {"seed", std::to_string(state.how.seed)},
        {"optimiser", std::string(network.optimizer.view())},
        {"images a step", state.how.accumulate > 1
                              ? fmt::format("{} x {}", state.how.accumulate, network.batch)
                              : std::to_string(network.batch)},
        {"steps", fmt::format("{} of {}", state.step, state.how.steps)}};
    if (const auto& start = events.start()) {
        rows.push_back({"threads", std::to_string(start->threads)});
        rows.push_back({"compiled for", start->simd});
        rows.push_back({"typenet", fmt::format("{}, commit {}", start->version, start->commit)});
        rows.push_back({"compiler", start->compiler});
        if (start->ranks > 1) rows.push_back({"ranks", std::to_string(start->ranks)});
        if (!start->initial_parameters.empty())
            rows.push_back({"parameters from", start->initial_parameters});
        if (!start->resumed.empty())
            rows.push_back(
                {"resumed", fmt::format("after step {} of {}", start->after_step, start->resumed)});
    }
    for (const rank_event& one : events.ranks())
        rows.push_back({fmt::format("rank {} on {}", one.rank, one.host), times_text(one)});
    if (const auto& end = events.end())
        rows.push_back({"took", report::duration(end->seconds)});
    else
        rows.push_back({"took", "the log has no end"});
    return rows;
}

std::vector<report::entry> machine_entries(const network_summary& network, const engine& trained) {
    const machine here = this_machine();
    std::vector<report::entry> rows;
    if (!here.processor.empty()) rows.push_back({"processor", here.processor});
    if (here.cores > 0) rows.push_back({"cores", std::to_string(here.cores)});
    if (here.memory_bytes > 0)
        rows.push_back({"memory", fmt::format("{:.1f} GiB", static_cast<double>(here.memory_bytes) /
                                                                (1U << 30))});
    if (!here.system.empty()) rows.push_back({"system", here.system});
    rows.push_back({"threads", std::to_string(trained.threads())});
    rows.push_back({"compiled for", network.simd});
    rows.push_back({"typenet", fmt::format("{}, commit {}", version(), commit())});
    rows.push_back({"compiler", compiler()});
    return rows;
}

/// The images with the largest losses, and what an autoencoder of pictures makes of them.
std::vector<report::large_loss> worst_of(const finished_run& run, const value_errors& errors) {
    constexpr std::size_t most = 12;
    const data::labelled_images& test = run.data.test;
    const data::input_scaling& scaling = run.state.inputs;
    const data::input_maker inputs(test, scaling);
    const bool drawn = test.has_bytes() && errors.reconstructs && errors.mean_absolute;
    std::vector<report::large_loss> worst;
    std::vector<float> image(test.size.pixels());
    std::vector<float> made(image.size());
    for (const std::size_t i : largest_losses(errors.losses, most)) {
        worst.push_back({i, errors.losses[i], {}});
        if (!drawn) continue;
        inputs.make(i, image);
        run.trained.logits(image, made);
        for (std::size_t v = 0; v < made.size(); ++v) {
            const std::size_t channel = v % static_cast<std::size_t>(test.size.channels);
            const double value =
                double{made[v]} * scaling.deviation_of(channel) + scaling.mean_of(channel);
            worst.back().output.push_back(
                static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0))));
        }
    }
    return worst;
}

void expect_one_run(const report_options& options, const network_summary& network,
                    const run_state& state, const history& events) {
    const auto& start = events.start();
    const auto fail = [&](const std::string& expected, const std::string& found) {
        throw error(fmt::format("log {}: expected the run of checkpoint {}, {}, found {}",
                                options.log.string(), options.checkpoint.string(), expected,
                                found));
    };
    if (!start) fail(fmt::format("seed {}", state.how.seed), "no start of a run");
    const auto of_run = [](const std::string& recipe, std::uint64_t seed, std::uint32_t steps,
                           int batch) {
        return fmt::format("{} recipe, {} steps of {} images, seed {}", recipe, steps, batch, seed);
    };
    const std::string expected =
        of_run(state.how.name, state.how.seed, state.how.steps, network.batch);
    const std::string found = of_run(start->recipe, start->seed, start->steps, start->batch);
    if (expected != found) fail(expected, found);
}

}  // namespace

void write_report(const std::filesystem::path& file, const std::string& program,
                  const network_summary& network, const finished_run& run, const history& events) {
    const data::labelled_images& test = run.data.test;
    report::findings found{
        .title = std::filesystem::path(program).filename().string(),
        .written = fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time(nullptr))),
        .run = run_entries(network, run, events),
        .settings = {},
        .machine = machine_entries(network, run.trained),
        .steps = {},
        .evaluations = {},
        .class_names = data::printable(run.state.class_names),
        .images = test,
        .classifies = network.classes > 0,
        .answers = {},
        .test = evaluate(network, run.trained, test, run.state.inputs, test.count()),
        .errors = {},
        .worst = {},
        .stages = {},
        .step_seconds = 0};
    if (found.classifies) {
        found.answers = answers_of(network, run.trained, test, run.state.inputs);
    } else {
        found.errors = errors_of(network, run.trained, test, run.state.inputs);
        found.worst = worst_of(run, found.errors);
    }
    for (const auto& [name, value] : settings_list(run.state.how))
        found.settings.push_back({name, value});
    if (run.state.inputs.changes_values())
        found.settings.push_back({"inputs", data::to_text(run.state.inputs)});
    for (const step_event& e : events.steps())
        found.steps.push_back({e.step, e.loss, e.accuracy, e.learning_rate, e.milliseconds});
    for (const eval_event& e : events.evaluations())
        found.evaluations.push_back({e.split, e.step, e.found});
    time_stages(network, run, found);
    const std::string page = report::page(network, run.trained, found);
    const std::array pieces{std::as_bytes(std::span(page))};
    support::write_atomically(file, pieces);
}

std::string write_report_from_files(const model& network, const report_options& options) {
    support::expect_writable(options.out);
    history events;
    read_log(options.log, events);
    const std::unique_ptr<engine> trained = make_engine(network, options.threads);
    const run_state state = read_checkpoint(options.checkpoint, network.summary, *trained);
    expect_one_run(options, network.summary, state, events);
    const data::dataset data =
        data::load(options.data, needs_of(network.summary, options.validation));
    expect_data_of(options.checkpoint, state, data.description, data::digest_of(data));
    write_report(options.out, options.program, network.summary, {*trained, data, state}, events);
    return fmt::format("report written to {}\n", options.out.string());
}

}  // namespace typenet::app
