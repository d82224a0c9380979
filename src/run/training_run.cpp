// SPDX-License-Identifier: BSL-1.0
#include "run/training_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "checkpoint/checkpoint.hpp"
#include "checkpoint/checkpoint_store.hpp"
#include "checkpoint/checksum.hpp"
#include "cluster/agreement.hpp"
#include "data/digest.hpp"
#include "data/load.hpp"
#include "data/missing_classes.hpp"
#include "evaluate/evaluate.hpp"
#include "run/choices.hpp"
#include "run/finite.hpp"
#include "run/make_engine.hpp"
#include "run/minibatches.hpp"
#include "run/saving.hpp"
#include "run/settings.hpp"
#include "run/stepper.hpp"
#include "support/build_info.hpp"
#include "support/error.hpp"
#include "support/file.hpp"
#include "support/granted_threads.hpp"
#include "support/interruption.hpp"
#include "support/seconds_since.hpp"
#include "support/shell_word.hpp"

namespace typenet::app {

namespace {

using support::clock;
using support::seconds_since;

/// One run: its data, its engine, and the loop over its steps.
class training_run {
public:
    training_run(const model& network, const train_options& options, cluster::ranks& all,
                 std::span<observer* const> observers)
        : facts_(network.summary),
          options_(options),
          ranks_(all),
          observers_(observers),
          engine_(make_engine(network, options.threads, all.sharing_cores())),
          saving_(facts_, *engine_, options, all,
                  [this](const std::string& words) { warn(words); }),
          state_(start_of_run()),
          how_(state_.how),
          data_(data::load(options.data, needs_of(facts_, options.validation))),
          minibatches_(data_.train, inputs_of_run(), how_, facts_.batch),
          stepper_(*engine_, minibatches_, how_, facts_, all) {
        if (data_.train.count() < static_cast<std::size_t>(facts_.batch))
            throw error(
                fmt::format("{}: expected at least {} images to train on, which is one minibatch, "
                            "found {}",
                            data_.description, facts_.batch, data_.train.count()));
        if (facts_.classes > 0) state_.class_names = data_.class_names;
        how_.steps = steps_for(facts_, how_, data_.train.count());
        if (options_.log_every) how_.log_every = *options_.log_every;
        if (saving_.is_on() || resumes() || all.count() > 1) take_data_digest();
        expect_same_on_all_ranks();
    }

    int go(const finisher& finish) {
        const support::interruption listening;
        const auto start = clock::now();
        announce_start();
        while (state_.step < how_.steps && signal() == 0) {
            train_step(state_.step + 1);
            if (saving_.is_due_after(state_.step, how_.steps) && signal() == 0)
                saving_.save(state_);
        }
        if (how_.steps > 0) evaluate_at_end();
        for (const rank_event& one : stepper_.times())
            for (observer* const o : observers_) o->timed(one);
        if (signal() != 0) {
            stop();
            return signal();
        }
        saving_.save_at_end(state_);
        const end_event end{how_.steps, seconds_since(start), options_.checkpoint.string()};
        for (observer* const o : observers_) o->ended(end);
        if (ranks_.number() == 0) finish({*engine_, data_, state_});
        return signal();
    }

private:
    /// What asks the run to stop: of several ranks all must stop after the same step, so what one
    /// is sent counts when all have heard of it.
    [[nodiscard]] int signal() const {
        return ranks_.count() > 1 ? signal_of_ranks_ : support::interruption::signal();
    }
    [[nodiscard]] bool resumes() const { return !options_.resume.empty(); }

    /// Sets parameters and moments, and returns where the run stands.
    run_state start_of_run() {
        run_state begun;
        if (resumes()) {
            resumed_run found = read_newest(options_.resume, facts_, *engine_);
            for (const std::string& sentence : found.passed_over)
                warn(fmt::format("{}; going on from {}, after step {}", sentence,
                                 found.file.string(), found.state.step));
            started_from_ = found.file;
            begun = std::move(found.state);
        } else {
            begun.how = recipe_for(facts_, options_);
        }
        expect_divisible(ranks_.count(), begun.how);
        saving_.begin(begun.how, started_from_, begun.step);
        if (resumes()) return begun;
        if (options_.init_from.empty())
            engine_->initialize(begun.how.values, begun.how.seed);
        else
            begun.inputs =
                read_parameters(options_.init_from, facts_, *engine_, same_layers::no).inputs;
        engine_->set_updates(begun.how.updates);
        return begun;
    }

    const data::input_scaling& inputs_of_run() {
        if (!resumes())
            state_.inputs = inputs_for(facts_, options_, how_, state_.inputs, data_.train);
        return state_.inputs;
    }

    void take_data_digest() {
        const std::string digest = data::digest_of(data_);
        if (resumes()) expect_data_of(started_from_, state_, data_.description, digest);
        // A run that is resumed in another folder must end with the same file.
        if (!resumes()) state_.data = data_.description;
        state_.data_digest = digest;
    }

    void expect_same_on_all_ranks() {
        checkpoint::checksum parameters;
        for (std::size_t i = 0; i < facts_.tensors.size() && ranks_.count() > 1; ++i)
            parameters.add(std::as_bytes(engine_->parameter(i)));
        cluster::facts all{{"the version", fmt::format("{}, commit {}", version(), commit())},
                           {"the network", architecture_of(facts_)},
                           {"the optimiser", std::string(facts_.optimizer.view())},
                           {"the minibatch", std::to_string(facts_.batch)},
                           {"the seed", std::to_string(how_.seed)}};
        for (const auto& [name, value] : settings_list(how_))
            all.emplace_back(fmt::format("the setting {}", name), value);
        all.insert(all.end(), {{"the digest of the data", state_.data_digest},
                               {"the scaling of inputs", data::to_text(state_.inputs)},
                               {"the number of steps done", std::to_string(state_.step)},
                               {"the checksum of the parameters", parameters.text()},
                               {"--checkpoint", saving_.is_on() ? "given" : "not given"},
                               {"--checkpoint-every", std::to_string(options_.checkpoint_every)}});
        cluster::expect_same(ranks_, all);
    }

    void announce_start() {
        start_event start{version(),
                          commit(),
                          compiler(),
                          facts_.simd,
                          engine_->threads(),
                          options_.threads == 0 ? support::threads_granted().reason() : "",
                          how_.seed,
                          how_.name,
                          settings_text(how_),
                          data_.description,
                          state_.inputs.changes_values() ? data::to_text(state_.inputs) : "",
                          how_.steps,
                          facts_.batch,
                          static_cast<int>(how_.accumulate),
                          ranks_.count(),
                          options_.init_from.string(),
                          started_from_.string(),
                          state_.step};
        for (observer* const o : observers_) o->started(start);
        if (facts_.classes > 0)
            for (const std::string& sentence : data::missing_classes(data_)) warn(sentence);
    }

    void warn(const std::string& sentence) {
        for (observer* const o : observers_) o->troubled(sentence);
    }

    /// Of all minibatches of a step.
    [[nodiscard]] std::size_t images_of_step() const {
        return static_cast<std::size_t>(facts_.batch) * how_.accumulate;
    }
    [[nodiscard]] double epoch_of(std::uint32_t step) const {
        return static_cast<double>(step) * static_cast<double>(images_of_step()) /
               static_cast<double>(data_.train.count());
    }

    void train_step(std::uint32_t step) {
        const whole_step found = stepper_.take(step);
        state_.step = step;
        signal_of_ranks_ = found.signal;
        const bool reports = step == 1 || step % how_.log_every == 0 || step == how_.steps;
        const bool evaluates = !how_.reports_after_update && ends_epoch(step) &&
                               step != how_.steps && data_.validation.count() > 0;
        expect_finite(step, found.loss,
                      reports || evaluates || saving_.is_due_after(step, how_.steps));
        const progress_event at{step, how_.steps, epoch_of(step),
                                static_cast<int>(images_of_step()), found.loss};
        for (observer* const o : observers_) o->progressed(at);
        if (reports) report(step, found);
        if (evaluates)
            evaluate_part("validation", data_.validation, data_.validation.count(), step);
    }

    [[nodiscard]] bool ends_epoch(std::uint32_t step) const {
        const std::size_t seen = step * images_of_step();
        const std::size_t epoch = data_.train.count();
        return seen / epoch != (seen - images_of_step()) / epoch;
    }

    /// A gradient that is NaN makes a parameter NaN for good. Moments can overflow alone, but are
    /// two thirds of the memory and are looked at less often.
    void expect_finite(std::uint32_t step, double loss, bool thorough) {
        std::string where = non_finite_parameter(facts_, *engine_);
        if (where.empty() && thorough) where = non_finite_moment(facts_, *engine_);
        if (std::isfinite(loss) && where.empty()) return;
        if (std::isfinite(loss))
            throw error(fmt::format("after step {} {}, expected finite numbers: {}", step, where,
                                    advice()));
        throw error(fmt::format("the loss of step {} is {}, expected a number{}: {}", step,
                                without_sign_of_nan(loss),
                                where.empty() ? "" : "; after it " + where, advice()));
    }

    /// What to do when numbers grow out of bounds.
    [[nodiscard]] std::string advice() const {
        std::string words = fmt::format("try a --learning-rate below {}", how_.learning_rate);
        if (const auto saved = saving_.saved_step())
            words += fmt::format("; {} holds step {}", options_.checkpoint.string(), *saved);
        return words;
    }

    void report(std::uint32_t step, const whole_step& found) {
        step_event event;
        event.step = step;
        event.steps = how_.steps;
        event.epoch = epoch_of(step);
        event.loss = found.loss;
        event.classifies = facts_.classes > 0;
        event.accuracy = static_cast<double>(found.correct) / static_cast<double>(images_of_step());
        event.learning_rate = stepper_.numbers_of(step).learning_rate;
        event.milliseconds = found.milliseconds;
        event.after_update = how_.reports_after_update;
        if (event.after_update) {
            // Of several minibatches the first: any rank can make it.
            minibatches_.make(stepper_.minibatch_of(step, 0));
            const evaluation now =
                engine_->evaluate(minibatches_.images(), minibatches_.image_targets());
            event.loss = now.loss;
            event.accuracy = now.accuracy();
        }
        for (observer* const o : observers_) o->stepped(event);
    }

    /// What a signal leaves out is evaluated when the run is resumed.
    void evaluate_at_end() {
        const auto evaluate_images = [&](const char* split, const data::labelled_images& part,
                                         std::size_t count) {
            if (count > 0 && signal() == 0) evaluate_part(split, part, count, how_.steps);
        };
        evaluate_images("test", data_.test,
                        std::min<std::size_t>(how_.first_test_images, data_.test.count()));
        evaluate_images("validation", data_.validation, data_.validation.count());
        evaluate_images("test", data_.test, data_.test.count());
    }

    void evaluate_part(const char* split, const data::labelled_images& part, std::size_t count,
                       std::uint32_t step) {
        const eval_event event{split, step, evaluate(facts_, *engine_, part, state_.inputs, count),
                               facts_.classes > 0};
        // Finite parameters may still be too large for other images.
        if (!std::isfinite(event.found.loss))
            throw error(fmt::format("the {} loss after step {} is {}, expected a number: {}", split,
                                    step, without_sign_of_nan(event.found.loss), advice()));
        for (observer* const o : observers_) o->evaluated(event);
        if (&part != &data_.validation) return;
        const validation_result found{step, event.found.correct, event.found.loss};
        if (state_.best && !found.better_than(*state_.best)) return;
        state_.best = found;
        saving_.save_best(state_);
    }

    void stop() {
        expect_finite(state_.step, 0, true);
        saving_.save_at_end(state_);
        stop_event event{state_.step, how_.steps, options_.checkpoint.string(), {}};
        if (saving_.is_on()) {
            event.command = support::shell_word(options_.program) + " train";
            const auto add = [&](const char* flag, const std::filesystem::path& value) {
                if (!value.empty())
                    event.command += fmt::format(" {} {}", flag, support::shell_word(value));
            };
            add("--resume", event.checkpoint);
            add("--data", options_.data);
            add("--log", options_.log);
            add("--report", options_.report);
        }
        for (observer* const o : observers_) o->stopped(event);
    }

    network_summary facts_;
    const train_options& options_;
    cluster::ranks& ranks_;
    std::span<observer* const> observers_;
    std::unique_ptr<engine> engine_;
    saving saving_;
    std::filesystem::path started_from_;  // a checkpoint, or empty
    run_state state_;
    recipe& how_;
    data::dataset data_;
    minibatches minibatches_;
    stepper stepper_;
    int signal_of_ranks_ = 0;
};

}  // namespace

int run_training(const model& network, const train_options& options, cluster::ranks& all,
                 std::span<observer* const> observers, const finisher& finish) {
    const int channels = network.summary.input.channels;
    for (const auto& [flag, complaint] :
         {std::pair{"--mean", data::complaint_of_mean(options.inputs.mean, channels)},
          {"--deviation", data::complaint_of_deviation(options.inputs.deviation, channels)}})
        if (!complaint.empty()) throw usage_error(fmt::format("{}: {}", flag, complaint));
    if (!options.report.empty() && all.number() == 0) support::expect_writable(options.report);
    return training_run(network, options, all, observers).go(finish);
}

}  // namespace typenet::app
