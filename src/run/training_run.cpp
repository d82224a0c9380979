// SPDX-License-Identifier: BSL-1.0
#include "run/training_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <vector>

#include "checkpoint/checkpoint.hpp"
#include "checkpoint/checkpoint_store.hpp"
#include "data/batches.hpp"
#include "data/digest.hpp"
#include "data/input_maker.hpp"
#include "data/load.hpp"
#include "data/missing_classes.hpp"
#include "evaluate/evaluate.hpp"
#include "run/finite.hpp"
#include "run/make_engine.hpp"
#include "run/settings.hpp"
#include "support/build_info.hpp"
#include "support/error.hpp"
#include "support/file.hpp"
#include "support/file_identity.hpp"
#include "support/granted_threads.hpp"
#include "support/interruption.hpp"
#include "support/shell_word.hpp"

namespace typenet::app {

namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) {
    return std::chrono::duration<double>(clock::now() - start).count();
}

/// One run: its data, its engine, and the loop over its steps.
class training_run {
public:
    training_run(const model& network, const train_options& options,
                 std::span<observer* const> observers)
        : facts_(network.summary),
          options_(options),
          observers_(observers),
          engine_(make_engine(network, options.threads)),
          state_(start_of_run()),
          how_(state_.how),
          data_(data::load(options.data, needs_of(facts_, options.validation))),
          inputs_(data_.train, inputs_of_run(), how_.augment, how_.seed),
          order_(data_.train.count(), how_.order, how_.seed),
          indices_(static_cast<std::size_t>(facts_.batch)),
          images_(indices_.size() * data_.train.size.pixels()),
          labels_(data_.train.labels.empty() ? 0 : indices_.size()),
          targets_(data_.train.targets.size() / data_.train.count() * indices_.size()) {
        if (data_.train.count() < indices_.size())
            throw error(
                fmt::format("{}: expected at least {} images to train on, which is one minibatch, "
                            "found {}",
                            data_.description, indices_.size(), data_.train.count()));
        if (facts_.classes > 0) state_.class_names = data_.class_names;
        if (how_.steps == 0 && how_.epochs > 0) how_.steps = steps_of_epochs();
        if (options_.log_every) how_.log_every = *options_.log_every;
        if (store_ || resumes()) take_data_digest();
    }

    int go(const finisher& finish) {
        const support::interruption listening;
        const auto start = clock::now();
        announce_start();
        while (state_.step < how_.steps && !is_to_stop()) {
            train_step(state_.step + 1);
            if (saves_after(state_.step) && !is_to_stop()) save();
        }
        if (how_.steps > 0) evaluate_at_end();
        if (is_to_stop()) {
            stop();
            return support::interruption::signal();
        }
        save_at_end();
        const end_event end{how_.steps, seconds_since(start), options_.checkpoint.string()};
        for (observer* const o : observers_) o->ended(end);
        finish({*engine_, data_, state_});
        return support::interruption::signal();
    }

private:
    [[nodiscard]] static bool is_to_stop() { return support::interruption::signal() != 0; }
    [[nodiscard]] bool resumes() const { return !options_.resume.empty(); }

    [[nodiscard]] bool goes_on_there() const {
        return resumes() &&
               support::file_identity(started_from_) == support::file_identity(options_.checkpoint);
    }

    /// Sets parameters and moments, and returns where the run stands.
    run_state start_of_run() {
        if (resumes()) {
            resumed_run found = read_newest(options_.resume, facts_, *engine_);
            for (const std::string& sentence : found.passed_over)
                warn(fmt::format("{}; going on from {}, after step {}", sentence,
                                 found.file.string(), found.state.step));
            started_from_ = found.file;
            if (goes_on_there()) saved_step_ = found.state.step;
            open_store(found.state.how);
            return std::move(found.state);
        }
        run_state fresh;
        fresh.how = options_.how;
        expect_known(fresh.how.updates);
        fresh.how.augment = augmentation_of_run();
        open_store(fresh.how);
        if (options_.init_from.empty())
            engine_->initialize(fresh.how.values, fresh.how.seed);
        else
            fresh.inputs =
                read_parameters(options_.init_from, facts_, *engine_, same_layers::no).inputs;
        engine_->set_updates(fresh.how.updates);
        return fresh;
    }

    void expect_known(const update_options& how) const {
        if ((how.momentum || how.nesterov) && !facts_.has_momentum)
            throw usage_error(
                fmt::format("--{}: expected an optimiser with momentum, as sgd, found {}",
                            how.momentum ? "momentum" : "nesterov", facts_.optimizer.view()));
    }

    /// A row of measured values, of one place, cannot be turned or moved.
    [[nodiscard]] data::augmentation augmentation_of_run() const {
        const data::augmentation how = options_.augment.value_or(options_.how.augment);
        if (facts_.input.height > 1 || facts_.input.width > 1) return how;
        if (options_.augment && how != data::augmentation{})
            throw usage_error(
                fmt::format("--augment: expected none for inputs of {}, which are no images, "
                            "found {}",
                            typenet::to_text(facts_.input).view(), data::to_text(how)));
        return {};
    }

    /// Decides how images are scaled, and returns it. With parameters from a file it is as they
    /// were trained.
    const data::input_scaling& inputs_of_run() {
        data::input_scaling& inputs = state_.inputs;
        if (resumes()) return inputs;
        const data::value_kind kind = data::kind_of(data_.train);
        const data::input_scaling& given = options_.inputs;
        if (inputs.values != data::value_kind::any || inputs.changes_values()) {
            expect_values_of(options_.init_from, inputs, kind);
            data::input_scaling wanted = inputs;
            if (!given.mean.empty()) wanted.mean = given.mean;
            if (!given.deviation.empty()) wanted.deviation = given.deviation;
            if (options_.normalise || !data::same_scaling(wanted, inputs, facts_.input.channels))
                throw error(fmt::format(
                    "checkpoint {}: expected the inputs that the network was trained on, {}, found "
                    "{}",
                    options_.init_from.string(), data::to_text(inputs),
                    options_.normalise ? "--normalise" : data::to_text(wanted)));
        } else if (given.changes_values()) {
            inputs = given;
        } else if (options_.normalise || how_.normalise) {
            inputs = data::measured(data_.train);
        }
        inputs.values = kind;
        return inputs;
    }

    [[nodiscard]] std::uint32_t steps_of_epochs() const {
        const auto images = static_cast<double>(data_.train.count());
        const double steps = std::ceil(how_.epochs * images / facts_.batch);
        if (steps > most_steps)
            throw error(fmt::format(
                "--epochs: expected at most {:.0f} times through {} images, since a run "
                "has at most {} steps, found {}",
                std::floor(most_steps * static_cast<double>(facts_.batch) / images),
                data_.train.count(), most_steps, how_.epochs));
        return static_cast<std::uint32_t>(steps);
    }

    void open_store(const recipe& how) {
        if (options_.checkpoint.empty()) return;
        support::expect_writable(options_.checkpoint,
                                 checkpoint_bytes(facts_, how.updates.average > 0));
        // A damaged file is replaced, and not kept as an older checkpoint.
        store_.emplace(options_.checkpoint, options_.keep_last, goes_on_there());
    }

    void take_data_digest() {
        const std::string digest = data::digest_of(data_);
        if (resumes()) expect_data_of(started_from_, state_, data_.description, digest);
        // A run that is resumed in another folder must end with the same file.
        if (!resumes()) state_.data = data_.description;
        state_.data_digest = digest;
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

    [[nodiscard]] bool saves_after(std::uint32_t step) const {
        return store_ && (step % options_.checkpoint_every == 0 || step == how_.steps);
    }

    [[nodiscard]] double epoch_of(std::uint32_t step) const {
        return static_cast<double>(step) * facts_.batch / static_cast<double>(data_.train.count());
    }

    void train_step(std::uint32_t step) {
        order_.indices(step, indices_);
        data::fill_batch(inputs_, indices_, step, images_, labels_, targets_);
        hyperparameters numbers;
        numbers.step = step;
        numbers.learning_rate =
            learning_rate_at(how_.rate_schedule, how_.learning_rate, step, how_.steps);
        numbers.keep_probability = how_.keep_probability;
        numbers.seed = how_.seed;
        numbers.weight_decay = how_.weight_decay;
        numbers.l2 = how_.l2;
        numbers.label_smoothing = how_.label_smoothing;
        const auto before = clock::now();
        const step_result found = engine_->step(images_, targets_of_batch(), numbers);
        state_.step = step;
        const double milliseconds = 1e3 * seconds_since(before);
        const bool reports = step == 1 || step % how_.log_every == 0 || step == how_.steps;
        const bool evaluates = !how_.reports_after_update && ends_epoch(step) &&
                               step != how_.steps && data_.validation.count() > 0;
        expect_finite(step, found.loss, reports || evaluates || saves_after(step));
        const progress_event at{step, how_.steps, epoch_of(step), facts_.batch, found.loss};
        for (observer* const o : observers_) o->progressed(at);
        if (reports) report(step, found, numbers.learning_rate, milliseconds);
        if (evaluates)
            evaluate_part("validation", data_.validation, data_.validation.count(), step);
    }

    /// Images without targets are their own.
    [[nodiscard]] targets targets_of_batch() const {
        return {labels_, targets_.empty() ? images_ : targets_};
    }

    [[nodiscard]] bool ends_epoch(std::uint32_t step) const {
        const std::size_t seen = std::size_t{step} * indices_.size();
        const std::size_t epoch = data_.train.count();
        return seen / epoch != (seen - indices_.size()) / epoch;
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
        if (saved_step_)
            words += fmt::format("; {} holds step {}", options_.checkpoint.string(), *saved_step_);
        return words;
    }

    void report(std::uint32_t step, const step_result& found, double rate, double milliseconds) {
        step_event event;
        event.step = step;
        event.steps = how_.steps;
        event.epoch = epoch_of(step);
        event.loss = found.loss;
        event.classifies = facts_.classes > 0;
        event.accuracy = static_cast<double>(found.correct) / facts_.batch;
        event.learning_rate = rate;
        event.milliseconds = milliseconds;
        event.after_update = how_.reports_after_update;
        if (event.after_update) {
            const evaluation now = engine_->evaluate(images_, targets_of_batch());
            event.loss = now.loss;
            event.accuracy = now.accuracy();
        }
        for (observer* const o : observers_) o->stepped(event);
    }

    /// What a signal leaves out is evaluated when the run is resumed.
    void evaluate_at_end() {
        const auto evaluate_images = [&](const char* split, const data::labelled_images& part,
                                         std::size_t count) {
            if (count > 0 && !is_to_stop()) evaluate_part(split, part, count, how_.steps);
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
        if (!store_) return;
        try {
            store_->write_best(facts_, *engine_, state_);
        } catch (const error& wrong) {
            warn(fmt::format("{}; the run goes on", wrong.what()));
        }
    }

    /// A checkpoint on the way: the run goes on if it fails.
    void save() {
        try {
            write_newest();
        } catch (const error& wrong) {
            warn(fmt::format("{}; the run goes on", wrong.what()));
        }
    }

    void save_at_end() {
        if (store_ && saved_step_ != state_.step) write_newest();
    }

    void write_newest() {
        const std::string not_kept = store_->write_newest(facts_, *engine_, state_);
        saved_step_ = state_.step;
        if (!not_kept.empty())
            warn(fmt::format("{}; {} is written all the same", not_kept,
                             options_.checkpoint.string()));
    }

    void stop() {
        expect_finite(state_.step, 0, true);
        save_at_end();
        stop_event event{state_.step, how_.steps, options_.checkpoint.string(), {}};
        if (store_) {
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
    std::span<observer* const> observers_;
    std::unique_ptr<engine> engine_;
    std::filesystem::path started_from_;  // a checkpoint, or empty
    std::optional<checkpoint_store> store_;
    std::optional<std::uint32_t> saved_step_;
    run_state state_;
    recipe& how_;
    data::dataset data_;
    data::input_maker inputs_;
    data::batch_order order_;
    std::vector<std::uint32_t> indices_;
    std::vector<float> images_;
    std::vector<std::uint8_t> labels_;  // empty if there are none
    std::vector<float> targets_;        // as labels_
};

}  // namespace

int run_training(const model& network, const train_options& options,
                 std::span<observer* const> observers, const finisher& finish) {
    const int channels = network.summary.input.channels;
    for (const auto& [flag, complaint] :
         {std::pair{"--mean", data::complaint_of_mean(options.inputs.mean, channels)},
          {"--deviation", data::complaint_of_deviation(options.inputs.deviation, channels)}})
        if (!complaint.empty()) throw usage_error(fmt::format("{}: {}", flag, complaint));
    if (!options.report.empty()) support::expect_writable(options.report);
    return training_run(network, options, observers).go(finish);
}

}  // namespace typenet::app
