// SPDX-License-Identifier: BSL-1.0
#include "app/train.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "app/build_info.hpp"
#include "app/checkpoint.hpp"
#include "app/finite.hpp"
#include "app/interruption.hpp"
#include "app/judge.hpp"
#include "app/load_data.hpp"
#include "data/batches.hpp"
#include "support/error.hpp"
#include "support/file.hpp"
#include "typenet/initial_values.hpp"

namespace typenet::app {

namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) {
    return std::chrono::duration<double>(clock::now() - start).count();
}

/// One run: its data, its engine, and the loop over its steps.
class training_run {
public:
    training_run(const program& network, const train_options& options,
                 std::span<observer* const> observers)
        : facts_(network.facts),
          options_(options),
          how_(options.how),
          observers_(observers),
          data_(load_data(network.facts, options.data)),
          engine_(network.make(options.threads)),
          order_(data_.train.count(), how_.order, options.seed),
          indices_(static_cast<std::size_t>(facts_.batch)),
          images_(indices_.size() * data_.train.size.pixels()),
          labels_(indices_.size()) {
        if (how_.steps == 0 && how_.epochs > 0) {
            const double images = how_.epochs * static_cast<double>(data_.train.count());
            how_.steps = static_cast<std::uint32_t>(std::ceil(images / facts_.batch));
        }
    }

    int go() {
        const interruption asked;
        const auto start = clock::now();
        set_initial_parameters();
        tell_start();
        for (std::uint32_t step = 1; step <= how_.steps; ++step) {
            train_step(step);
            if (asked.signal() != 0 && step < how_.steps) {
                stop(step);
                return asked.signal();
            }
        }
        if (how_.steps > 0) judge_at_end();
        write_checkpoint_of(how_.steps);
        const end_event end{how_.steps, seconds_since(start), options_.checkpoint.string()};
        for (observer* const o : observers_) o->ended(end);
        return 0;
    }

private:
    void set_initial_parameters() {
        if (!options_.init_from.empty()) {
            read_checkpoint(options_.init_from, facts_, *engine_);
            const std::string wrong = non_finite_parameter(facts_, *engine_);
            if (!wrong.empty()) {
                throw error(fmt::format("checkpoint {}: expected finite numbers, but {}",
                                        options_.init_from.string(), wrong));
            }
            return;
        }
        for (std::size_t i = 0; i < facts_.parameters.size(); ++i) {
            fill_initial(engine_->parameter(i), facts_.parameters[i].tensor,
                         static_cast<std::uint32_t>(i), how_.values, options_.seed);
        }
    }

    void tell_start() {
        const start_event start{version(),
                                commit(),
                                compiler(),
                                facts_.simd,
                                engine_->threads(),
                                options_.seed,
                                how_.name,
                                data_.description,
                                how_.steps,
                                facts_.batch,
                                options_.init_from.string()};
        for (observer* const o : observers_) o->started(start);
    }

    [[nodiscard]] double epoch_of(std::uint32_t step) const {
        return static_cast<double>(step) * facts_.batch / static_cast<double>(data_.train.count());
    }

    void train_step(std::uint32_t step) {
        order_.indices(step, indices_);
        data::fill_batch(data_.train, indices_, how_.max_shift, options_.seed, step, images_,
                         labels_);
        hyperparameters numbers;
        numbers.step = step;
        numbers.learning_rate =
            learning_rate_at(how_.rate_schedule, how_.learning_rate, step, how_.steps);
        numbers.keep_probability = how_.keep_probability;
        numbers.seed = options_.seed;
        const auto before = clock::now();
        const step_result found = engine_->step(images_, labels_, numbers);
        const double milliseconds = 1e3 * seconds_since(before);
        const bool reports = step == 1 || step % how_.log_every == 0 || step == how_.steps;
        expect_finite(step, found.loss, reports);
        const progress_event at{step, how_.steps, epoch_of(step), facts_.batch, found.loss};
        for (observer* const o : observers_) o->progressed(at);
        if (reports) report(step, found, numbers.learning_rate, milliseconds);
        const std::size_t seen = std::size_t{step} * labels_.size();
        const std::size_t epoch = data_.train.count();
        const bool ends_epoch = seen / epoch != (seen - labels_.size()) / epoch;
        if (!how_.reports_after_update && ends_epoch && step != how_.steps)
            judge_part("validation", data_.validation, data_.validation.count(), step);
    }

    /// A gradient that is no number makes a parameter one, and stays in it. The moments, which can
    /// overflow alone, are looked through less often: they are two thirds of the memory.
    void expect_finite(std::uint32_t step, double loss, bool thorough) {
        std::string where = non_finite_parameter(facts_, *engine_);
        if (where.empty() && thorough) where = non_finite_moment(facts_, *engine_);
        if (std::isfinite(loss) && where.empty()) return;
        const std::string advice =
            fmt::format("try a --learning-rate below {}", how_.learning_rate);
        if (std::isfinite(loss))
            throw error(
                fmt::format("after step {} {}, expected finite numbers: {}", step, where, advice));
        throw error(fmt::format("the loss of step {} is {}, expected a number{}: {}", step, loss,
                                where.empty() ? "" : "; after it " + where, advice));
    }

    void report(std::uint32_t step, const step_result& found, double rate, double milliseconds) {
        step_event event;
        event.step = step;
        event.steps = how_.steps;
        event.epoch = epoch_of(step);
        event.loss = found.loss;
        event.accuracy = static_cast<double>(found.correct) / facts_.batch;
        event.learning_rate = rate;
        event.milliseconds = milliseconds;
        event.after_update = how_.reports_after_update;
        if (event.after_update) {
            const evaluation now = engine_->evaluate(images_, labels_);
            event.loss = now.loss;
            event.accuracy = now.accuracy();
        }
        for (observer* const o : observers_) o->stepped(event);
    }

    void judge_at_end() {
        if (how_.first_test_images > 0) {
            judge_part("test", data_.test,
                       std::min<std::size_t>(how_.first_test_images, data_.test.count()),
                       how_.steps);
        }
        judge_part("validation", data_.validation, data_.validation.count(), how_.steps);
        judge_part("test", data_.test, data_.test.count(), how_.steps);
    }

    void judge_part(const char* split, const data::labelled_images& part, std::size_t count,
                    std::uint32_t step) {
        const eval_event event{split, step, judge(facts_, *engine_, part, count)};
        for (observer* const o : observers_) o->evaluated(event);
    }

    void stop(std::uint32_t step) {
        write_checkpoint_of(step);
        const stop_event event{step, how_.steps, options_.checkpoint.string(), {}};
        for (observer* const o : observers_) o->stopped(event);
    }

    void write_checkpoint_of(std::uint32_t step) {
        if (options_.checkpoint.empty()) return;
        write_checkpoint(options_.checkpoint, facts_, *engine_,
                         {{"step", std::to_string(step)},
                          {"seed", std::to_string(options_.seed)},
                          {"recipe", how_.name},
                          {"typenet", version()}});
    }

    network_facts facts_;
    const train_options& options_;
    recipe how_;
    std::span<observer* const> observers_;
    data::dataset data_;
    std::unique_ptr<engine> engine_;
    data::batch_order order_;
    std::vector<std::uint32_t> indices_;
    std::vector<float> images_;
    std::vector<std::uint8_t> labels_;
};

}  // namespace

int train(const program& network, const train_options& options,
          std::span<observer* const> observers) {
    if (!options.checkpoint.empty()) support::expect_writable(options.checkpoint);
    return training_run(network, options, observers).go();
}

}  // namespace typenet::app
